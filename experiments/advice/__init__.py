"""From stored runs to advice: which policy, for which money, how sure.  Every result has table, plot and sentence."""
