"""The present: requests that wait and families who are helped now, dated around today."""
