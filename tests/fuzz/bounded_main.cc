// Runs fuzz targets a fixed number of times on damaged copies of real inputs: the part of fuzzing that every test run can afford. The same
// seeds give the same inputs. usage: PROGRAM TARGET|all ITERATIONS SEED-FILE-OR-FOLDER...
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "fuzz_target.h"

namespace {

using Input = std::vector<std::uint8_t>;
constexpr std::size_t kMostSeedOctets = 64 * 1024;

std::vector<Input> read_seeds(int count, char** paths) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (int i = 0; i < count; ++i) {
    if (fs::is_directory(paths[i])) {
      for (const auto& entry : fs::recursive_directory_iterator(paths[i])) {
        if (entry.is_regular_file()) files.push_back(entry.path().string());
      }
    } else {
      files.emplace_back(paths[i]);
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Input> seeds{{}};
  for (const std::string& file : files) {
    std::ifstream stream(file, std::ios::binary);
    Input seed((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (seed.size() <= kMostSeedOctets) seeds.push_back(std::move(seed));
  }
  return seeds;
}

class Mutator {
 public:
  Input damage(Input input) {
    const std::size_t rounds = 1 + pick(4);
    for (std::size_t i = 0; i < rounds; ++i) damage_once(input);
    return input;
  }
  std::size_t pick(std::size_t below) { return below == 0 ? 0 : random_() % below; }

 private:
  void damage_once(Input& input) {
    static constexpr std::uint8_t kTelling[] = {0x00, 0x01, 0x30, 0x7F, 0x80, 0x84, 0xA0, 0xFF};
    const std::size_t at = pick(input.size() + 1);
    const auto place = input.begin() + static_cast<std::ptrdiff_t>(at);
    const std::uint8_t octet = pick(2) == 0 ? kTelling[pick(sizeof kTelling)] : static_cast<std::uint8_t>(pick(256));
    switch (pick(5)) {
      case 0:
        input.insert(place, octet);
        break;
      case 1:
        input.resize(at);
        break;
      case 2:
        input.erase(place, place + static_cast<std::ptrdiff_t>(pick(std::min<std::size_t>(16, input.size() - at) + 1)));
        break;
      default:
        if (at < input.size()) input[at] = octet;
    }
  }
  std::mt19937 random_{20260101};
};

}  // namespace

int main(int argc, char** argv) {
  const auto& targets = chainlint::fuzz::targets();
  const std::string chosen = argc < 4 ? "" : argv[1];
  if (chosen != "all" && !targets.contains(chosen)) return 2;
  const std::vector<Input> seeds = read_seeds(argc - 3, argv + 3);
  const long iterations = std::strtol(argv[2], nullptr, 10);
  for (const auto& [name, target] : targets) {
    if (chosen != "all" && chosen != name) continue;
    for (const Input& seed : seeds) target(seed.data(), seed.size());
    Mutator mutator;
    for (long i = 0; i < iterations; ++i) {
      const Input input = mutator.damage(seeds[mutator.pick(seeds.size())]);
      target(input.data(), input.size());
    }
    std::printf("%s: %zu seeds and %ld damaged inputs kept the invariant\n", name.c_str(), seeds.size(), iterations);
  }
  return 0;
}
