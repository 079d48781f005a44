"""Each real component that tests use, proved to be the real thing."""
