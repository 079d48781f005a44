"""The service in each territory: where somebody is met, what is new, how it came there."""
