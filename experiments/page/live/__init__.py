"""The tab Watch: one world of the Mesa model, week by week, on a map."""
