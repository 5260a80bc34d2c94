"""What several report formats share: widths, excerpts, folding, counts, escaping."""
