"""How much of a file we are ready to carry. A roster of 100,000 people passes all of these with ease."""

MEBIBYTE = 1024 * 1024

FILE_BYTES = 128 * MEBIBYTE
HTML_BYTES = 32 * MEBIBYTE
XLS_BYTES = 64 * MEBIBYTE

ARCHIVE_PARTS = 2_000
UNPACKED_BYTES = 384 * MEBIBYTE
RATIO_FREE_BYTES = 8 * MEBIBYTE  # below this, a high ratio is only a small repetitive sheet
RATIO = 150

CELLS = 3_500_000
COLUMNS = 512  # cells to the right of this are reported, not read
MERGED_RANGES = 200_000
CELL_CHARACTERS = 4_000  # the rest of a longer cell is cut off and the cut is reported
XML_TOKEN_BYTES = 4 * MEBIBYTE  # one tag or text run; the longest honest cell is a hundredth of it

XLS_ADDRESS_SPACE = 1024 * MEBIBYTE
XLS_CPU_SECONDS = 60
