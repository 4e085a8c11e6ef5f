"""Applications out of and into files: exports in every format, imports that are shown before they are done."""
