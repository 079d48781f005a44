"""Tests of territoire."""
