"""Tests of the words of référents."""
