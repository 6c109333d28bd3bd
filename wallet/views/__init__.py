"""The wallet's pages, a file for each subject."""
