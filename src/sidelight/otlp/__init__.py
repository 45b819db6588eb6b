"""OTLP messages, protobuf and JSON, into model values."""
