"""The register keeps its word."""
