"""Follows the connections of capture archives with Apache Spark."""
