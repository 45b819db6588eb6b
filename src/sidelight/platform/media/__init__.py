"""Media: files of traces and dataset items. Their bytes are blobs; what is known of them is in SQL."""
