"""The assistant: a question in, a cited and verified answer out, or an honest abstention."""
