// Random numbers that are the same on every machine for the same seed: the standard library's distributions are not.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

namespace openvino_mock {

/** SplitMix64 (Steele, Lea and Flood 2014): one addition and a mixing function a number. */
class Random {
 public:
  Random(uint64_t seed, const std::string& name) : state_(seed) {
    // a stream of its own for each name, by FNV-1a
    uint64_t hash = 0xCBF29CE484222325;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    state_ ^= hash;
  }

  uint64_t Next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  /** In [0, 1). */
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

  /** Of the standard normal distribution (Box and Muller 1958). */
  double Normal() {
    constexpr double kTwoPi = 6.283185307179586;
    const double radius = std::sqrt(-2 * std::log(1 - Uniform()));
    return radius * std::cos(kTwoPi * Uniform());
  }

 private:
  uint64_t state_;
};

}  // namespace openvino_mock
