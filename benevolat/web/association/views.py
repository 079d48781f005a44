"""Views: what an association's members do: page, missions, candidates, closings."""
