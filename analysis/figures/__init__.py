"""What a figure gives away: where its numbers come from, its data as files, its drawing as a picture that stands alone."""
