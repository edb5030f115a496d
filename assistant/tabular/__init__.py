"""Questions put to tables: a table's columns and cells, what of it is asked, the rows that are."""
