// Runs fuzz targets a fixed number of times on damaged copies of real inputs: the part of fuzzing that every test run can afford. The same
// seeds give the same inputs. usage: PROGRAM TARGET|all ITERATIONS SEED-FILE-OR-FOLDER...
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz_target.h"
#include "mutator.h"

namespace {

using chainlint::fuzz::Input;
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
    chainlint::fuzz::Mutator mutator(20260101);
    for (long i = 0; i < iterations; ++i) {
      const Input input = mutator.damage(seeds[mutator.pick(seeds.size())]);
      target(input.data(), input.size());
    }
    std::printf("%s: %zu seeds and %ld damaged inputs kept the invariant\n", name.c_str(), seeds.size(), iterations);
  }
  return 0;
}
