"""Where a bucket's records, which are in order, are divided among the files that are written.

The same places as `tcpinspect collect --slice`: see RecordSlice.swift and BucketLine.swift.
"""

END = (1 << 64) - 1


def starts(count, packets):
    """The places at which the slices but the first begin."""
    length = (packets * 2 + 4) * 2
    return [length // count * index for index in range(1, count)]


def place(line, packets):
    """The place of a line: its order, or after all packets where its connection began."""
    order = int(line[:16], 16)
    return packets * 2 + 4 + int(line[34:50], 16) if order == END else order


def offsets(path, count, packets):
    """The offsets of the first line of each slice, and of the end."""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        found = [0]
        for start in starts(count, packets):
            found.append(first_line(file, found[-1], size, start, packets))
        return found + [size]


def first_line(file, low, high, start, packets):
    """The offset of the first line at a place or after it, from the beginning of a line on."""
    size = high
    while low < high:
        middle = (low + high) // 2
        at, line = line_from(file, middle)
        if not line or place(line, packets) >= start:
            high = middle
        else:
            low = at + len(line)
    return min(line_from(file, low)[0], size)


def line_from(file, offset):
    """The first line that begins at an offset or after it, and where."""
    file.seek(max(offset - 1, 0))
    if offset > 0:
        # The rest of the line before; nothing but its end if a line begins at the offset.
        file.readline()
    return file.tell(), file.readline()
