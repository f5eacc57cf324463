"""Makes resize-area.json beside this file: what OpenCV's INTER_AREA gives for generated pictures, as SHA-256 sums.

    python3 -m pip install opencv-python-headless numpy
    python3 test/golden/make-resize-golden.py

The pictures are those of test/helpers/pictures.ts: the two have to be changed together.
"""
import hashlib
import json
import pathlib

import cv2
import numpy as np


def noise(width, height):
    """Bytes from a linear congruential generator, its state's upper 8 bits."""
    state = (width * 65536 + height) & 0xFFFFFFFF
    values = np.empty(width * height * 3, np.uint8)
    for index in range(values.size):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values[index] = state >> 24
    return values.reshape(height, width, 3)


def gradient(width, height):
    """Slopes in x, y and both, with steps and wrap-arounds."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([(x * 255) // max(width - 1, 1), (y * 7) % 256, (x * y) % 256], axis=2).astype(np.uint8)


PICTURES = {"noise": noise, "gradient": gradient}

# (source width, height, target width, height)
SIZES = [
    # shrinking by fractions
    (679, 512, 300, 300), (1200, 675, 300, 300), (301, 301, 300, 300), (640, 480, 299, 301), (101, 77, 13, 7),
    (97, 61, 96, 60), (511, 383, 64, 48), (333, 201, 100, 200), (50, 50, 49, 1), (1023, 9, 7, 4),
    # whole factors; 679/97 is none in doubles, 3 x 1 has one on one axis only
    (600, 600, 300, 300), (900, 600, 300, 300), (64, 64, 16, 16), (99, 66, 33, 22), (128, 128, 1, 1), (60, 40, 60, 20),
    (679, 77, 97, 11), (300, 100, 100, 100), (35, 35, 5, 7), (2048, 6, 2, 3), (500, 500, 1, 1),
    # growing
    (100, 100, 200, 200), (100, 100, 300, 300), (150, 113, 300, 300), (7, 5, 61, 43), (299, 299, 300, 300),
    (3, 3, 1000, 2), (2, 2, 5, 5), (13, 11, 26, 33), (256, 192, 300, 300),
    # one side grows, the other shrinks or stays
    (640, 100, 300, 300), (100, 640, 300, 300), (31, 300, 300, 300), (300, 31, 300, 300), (101, 99, 50, 100),
    (64, 48, 32, 96), (19, 200, 40, 25), (1000, 2, 3, 3),
    # single pixels, rows and columns
    (1, 1, 1, 1), (1, 1, 300, 300), (1, 1, 2, 7), (1, 57, 1, 19), (57, 1, 10, 1), (57, 1, 10, 5), (1, 9, 4, 2),
    (300, 300, 1, 300), (2, 1, 1, 1), (3, 2, 1, 1),
    # nothing to do
    (30, 20, 30, 20),
]


def main():
    cases = []
    for width, height, to_width, to_height in SIZES:
        for name, draw in PICTURES.items():
            picture = draw(width, height)
            resized = cv2.resize(picture, (to_width, to_height), interpolation=cv2.INTER_AREA)
            digest = hashlib.sha256(resized.tobytes()).hexdigest()
            cases.append({"picture": name, "from": [width, height], "to": [to_width, to_height], "sha256": digest})
    lines = ",\n  ".join(json.dumps(case) for case in cases)
    target = pathlib.Path(__file__).with_name("resize-area.json")
    target.write_text(f'{{\n "opencv": "{cv2.__version__}",\n "cases": [\n  {lines}\n ]\n}}\n')
    print(f"{len(cases)} cases by OpenCV {cv2.__version__} -> {target.name}")


if __name__ == "__main__":
    main()
