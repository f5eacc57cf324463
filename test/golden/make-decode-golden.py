"""Makes decode.json beside this file: small image files of many kinds and the SHA-256 of the BGR bytes cv2.imread gives.

    python3 -m pip install opencv-python-headless numpy pillow
    python3 test/golden/make-decode-golden.py
"""
import base64
import hashlib
import io
import json
import pathlib
import tempfile

import cv2
import numpy as np
from PIL import Image, ImageCms

WIDTH, HEIGHT = 29, 21


def picture():
    """Slopes with a hard-edged box: something for every codec."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = np.stack([x * 255 // (WIDTH - 1), y * 255 // (HEIGHT - 1), (x * 5 + y * 9) % 256], axis=2).astype(np.uint8)
    rgb[6:15, 8:20] = (200, 30, 60)
    return rgb


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def encoded(extension, array, *parameters):
    return cv2.imencode(extension, array, list(parameters))[1].tobytes()


def exif(orientation):
    tags = Image.Exif()
    tags[0x112] = orientation
    return tags


def files():
    rgb = picture()
    bgr = rgb[:, :, ::-1].copy()
    wide = bgr.astype(np.uint16) * 257 - (bgr // 2)
    gray = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
    alpha = (np.indices(gray.shape).sum(axis=0) * 5).astype(np.uint8)
    pil = Image.fromarray(rgb)
    ink = list(pil.convert("CMYK").split())
    ink[3] = Image.fromarray(alpha)
    cmyk = Image.merge("CMYK", ink)
    profile = swapped_profile()
    yield "png 8 bit", encoded(".png", bgr)
    yield "png 16 bit", encoded(".png", wide)
    yield "png gray", encoded(".png", gray)
    yield "png gray 16 bit", encoded(".png", gray.astype(np.uint16) * 257 - gray // 2)
    yield "png gray alpha", saved(Image.merge("LA", (Image.fromarray(gray), Image.fromarray(alpha))), "PNG")
    yield "png alpha", encoded(".png", np.dstack([bgr, alpha]))
    yield "png palette", saved(pil.convert("P"), "PNG")
    yield "png 1 bit", saved(pil.convert("1"), "PNG")
    yield "png with a colour profile", saved(pil, "PNG", icc_profile=profile)
    yield "jpeg", encoded(".jpg", bgr)
    yield "jpeg 4:4:4", saved(pil, "JPEG", quality=90, subsampling=0)
    yield "jpeg progressive", saved(pil, "JPEG", progressive=True)
    yield "jpeg gray", encoded(".jpg", gray)
    yield "jpeg with a colour profile", saved(pil, "JPEG", icc_profile=profile)
    for orientation in range(1, 9):
        yield f"jpeg exif {orientation}", saved(pil, "JPEG", exif=exif(orientation))
    yield "jpeg cmyk", saved(cmyk, "JPEG", quality=92)
    yield "jpeg cmyk exif 6", saved(cmyk, "JPEG", quality=92, exif=exif(6))
    yield "webp", saved(pil, "WEBP", quality=80)
    yield "webp alpha", encoded(".webp", np.dstack([bgr, alpha]))
    yield "gif", saved(pil, "GIF")
    yield "gif animated", saved(pil, "GIF", save_all=True, append_images=[pil.rotate(180)])
    yield "tiff", saved(pil, "TIFF")
    yield "tiff lzw 16 bit", encoded(".tif", wide)
    yield "tiff 1 bit", saved(pil.convert("1"), "TIFF")
    yield "tiff cmyk", saved(cmyk, "TIFF")


def swapped_profile():
    """sRGB with its red and blue primaries exchanged: a reader that applied it would show."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def main():
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files():
            path = pathlib.Path(folder, "image")
            path.write_bytes(data)
            image = cv2.imread(str(path))
            height, width = image.shape[:2]
            digest = hashlib.sha256(image.tobytes()).hexdigest()
            cases.append(
                {
                    "name": name,
                    "width": width,
                    "height": height,
                    "sha256": digest,
                    "file": base64.b64encode(data).decode(),
                }
            )
    lines = ",\n  ".join(json.dumps(case) for case in cases)
    target = pathlib.Path(__file__).with_name("decode.json")
    target.write_text(f'{{\n "opencv": "{cv2.__version__}",\n "cases": [\n  {lines}\n ]\n}}\n')
    print(f"{len(cases)} files read by OpenCV {cv2.__version__} -> {target.name}")


if __name__ == "__main__":
    main()
