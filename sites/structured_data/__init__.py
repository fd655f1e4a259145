"""What pages tell machines, in the words of https://schema.org/. Plain functions over values that are loaded."""

from sites.structured_data.graphs import nodes_of_finder, nodes_of_page
from sites.structured_data.json_ld import Node, script_element

__all__ = ["Node", "nodes_of_finder", "nodes_of_page", "script_element"]
