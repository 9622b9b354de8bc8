from __future__ import annotations

import struct
import wave

import numpy as np
import pytest

from sim.audio.wav import AudioError, Converter, Writer, read, resampled, to_pcm
from tests.audio.conftest import tone


def riff(path, coding, channels, rate_hz, bits, body, extensible=False):
    block = channels * bits // 8
    form = struct.pack(
        "<HHIIHH",
        0xFFFE if extensible else coding,
        channels,
        rate_hz,
        rate_hz * block,
        block,
        bits,
    )
    if extensible:
        form += struct.pack("<HHIH", 22, bits, 0, coding) + b"\0" * 14
    junk = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    data = (
        b"WAVEfmt " + struct.pack("<I", len(form)) + form
        + junk + b"data" + struct.pack("<I", len(body)) + body
    )  # fmt: skip
    path.write_bytes(b"RIFF" + struct.pack("<I", len(data)) + data)
    return path


SINE = 0.5 * np.sin(2 * np.pi * 300 * np.arange(8000) / 16_000)

BODIES = {
    "8": (1, 8, (SINE * 127 + 128).astype("u1").tobytes()),
    "16": (1, 16, (SINE * 32767).astype("<i2").tobytes()),
    "24": (
        1,
        24,
        b"".join(struct.pack("<i", int(v * (2**23 - 1)))[:3] for v in SINE),
    ),
    "32": (1, 32, (SINE * (2**31 - 1)).astype("<i4").tobytes()),
    "float32": (3, 32, SINE.astype("<f4").tobytes()),
    "float64": (3, 64, SINE.astype("<f8").tobytes()),
}


@pytest.mark.parametrize("extensible", [False, True])
@pytest.mark.parametrize("depth", BODIES)
def test_every_bit_depth_reads_as_the_same_sound(tmp_path, depth, extensible):
    coding, bits, body = BODIES[depth]
    path = riff(tmp_path / "a.wav", coding, 1, 16_000, bits, body, extensible)
    found = read(path).astype(float) / 32767
    assert len(found) == len(SINE)
    assert np.abs(found - SINE).max() < (0.012 if bits == 8 else 0.001)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000])
def test_any_rate_reads_at_16_khz_with_its_pitch(tmp_path, rate_hz):
    body = tone(1.0, rate_hz, 440.0).astype("<i2").tobytes()
    found = read(riff(tmp_path / "a.wav", 1, 1, rate_hz, 16, body))
    assert abs(len(found) - 16_000) <= 1
    spectrum = np.abs(np.fft.rfft(found[:16_000]))
    assert abs(int(spectrum.argmax()) - 440) <= 1


def test_what_is_above_the_new_rate_does_not_alias():
    high = np.sin(2 * np.pi * 11_000 * np.arange(48_000) / 48_000)
    assert np.abs(resampled(high, 48_000, 16_000)[800:-800]).max() < 0.01


def test_stereo_is_mixed_to_mono(tmp_path):
    left, right = tone(0.5, hertz=200.0), tone(0.5, hertz=300.0)
    body = np.stack([left, right], 1).astype("<i2").tobytes()
    found = read(riff(tmp_path / "a.wav", 1, 2, 16_000, 16, body))
    expected = (left.astype(float) + right) / 2
    assert np.abs(found - expected).max() <= 2


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"ID3 not a wav at all", "is not a WAV file"),
        (b"RIFF\x04\0\0\0WAVE", "no format chunk"),
    ],
)
def test_a_bad_file_is_named_with_what_to_do(tmp_path, data, says):
    path = tmp_path / "bad.wav"
    path.write_bytes(data)
    with pytest.raises(AudioError, match=says) as caught:
        read(path)
    assert "bad.wav" in str(caught.value)


def test_a_missing_an_empty_and_a_compressed_file_are_refused(tmp_path):
    with pytest.raises(AudioError, match="No such file"):
        read(tmp_path / "none.wav")
    with pytest.raises(AudioError, match="holds no sound"):
        read(riff(tmp_path / "e.wav", 1, 1, 16_000, 16, b""))
    with pytest.raises(AudioError, match="compressed"):
        read(riff(tmp_path / "c.wav", 0x55, 1, 16_000, 16, b"1234"))
    with pytest.raises(AudioError, match="12 bit"):
        read(riff(tmp_path / "d.wav", 1, 1, 16_000, 12, b"1234"))


def test_a_file_cut_short_gives_what_is_there(tmp_path):
    path = riff(tmp_path / "a.wav", 1, 1, 16_000, 16, tone(1.0).tobytes())
    path.write_bytes(path.read_bytes()[:-8_001])
    assert len(read(path)) == 11_999


def test_what_is_written_reads_back_exactly(tmp_path):
    sound = tone(0.3)
    with Writer(tmp_path / "out.wav", 16_000) as writer:
        writer.write(sound[:1000])
        writer.write(sound[1000:])
    assert np.array_equal(read(tmp_path / "out.wav"), sound)
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert file.getnframes() == len(sound)
    with pytest.raises(AudioError, match="cannot be written"):
        Writer(tmp_path / "no" / "out.wav", 16_000)


@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 48_000])
def test_blocks_are_resampled_without_seams(rate_hz):
    sound = tone(1.0, rate_hz, 300.0)
    converter = Converter(rate_hz, 16_000)
    blocks = np.array_split(sound, 37)
    found = np.concatenate([converter.feed(block) for block in blocks])
    assert len(found) > 14_000
    middle = found[2_000:12_000].astype(float)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))) ** 2
    peak = int(spectrum.argmax())
    near = spectrum[max(0, peak - 4) : peak + 5].sum()
    assert near / spectrum.sum() > 0.9999
    assert abs(peak * 16_000 / len(middle) - 300) < 3


def test_loud_sound_is_cut_off_not_wrapped():
    assert to_pcm(np.array([2.0, -2.0])).tolist() == [32767, -32767]
