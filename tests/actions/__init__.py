"""Tests of collective actions."""
