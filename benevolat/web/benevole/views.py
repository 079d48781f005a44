"""Views: what a volunteer does: apply, hours, closing, passeport. The same screens for everyone."""
