"""What leaves the site for machines: the feed of partners, news as Atom, facts as schema.org, addresses for search engines."""

from .atom import atom_feed
from .feed import missions_feed
from .geojson import feature_collection
from .linked import association_data, mission_data
from .sitemap import sitemap, sitemap_index

__all__ = ["association_data", "atom_feed", "feature_collection", "mission_data", "missions_feed", "sitemap", "sitemap_index"]
