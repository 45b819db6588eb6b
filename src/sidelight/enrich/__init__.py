"""What is added to an observation before it is stored: prices and previews."""
