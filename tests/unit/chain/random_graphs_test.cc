// Trust graphs made by chance against the simplest oracle there is: can the leaf be reached over good edges alone?
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "case.h"

namespace chainlint::chain {
namespace random_graphs_test {

constexpr int kCas = 6;

// What is wrong with a bad edge; each is refused whatever the path.
const char* const kFlaws[] = {
    "ca: true, not_before: 2020-01-01, not_after: 2021-01-01",
    "ca: true, not_before: 2030-01-01",
    "ca: false, key_usage: [keyCertSign], extended_key_usage: none",
    "ca: true, basic_constraints: none",
    "ca: true, key_usage: [cRLSign]",
    "ca: true, extended_key_usage: [emailProtection]",
    "ca: true, name_constraints: {permitted: [\"dns:bad.example.net\"]}",
    "ca: true, extensions: [{oid: 1.3.6.1.4.1.55738.666.1, critical: true, value: 0500}]",
    "ca: true, damage: signature",
};

struct Graph {
  std::string description;
  std::vector<std::string> file;
  bool reachable = false;
};

std::string key_name(int ca) { return "k" + std::to_string(ca); }

// CA 0 is the anchor, each may certify each, the last one issued the leaf.
Graph random_graph(unsigned seed) {
  std::mt19937 random(seed);
  const auto chance = [&](unsigned percent) { return random() % 100 < percent; };
  Graph graph;
  std::set<std::pair<int, int>> good;
  for (int ca = 0; ca < kCas; ++ca) {
    // Some share a name, so that names alone lead astray.
    const std::string name = "Entity " + std::to_string(chance(30) && ca > 0 ? 1 : ca);
    graph.description += "  " + key_name(ca) + ": { subject: \"CN=" + name + "\", ca: true }\n";
  }
  const std::string text = graph.description;
  const auto subject = [&](int ca) {
    const std::size_t from = text.find('"', text.find(key_name(ca) + ":"));
    return text.substr(from, text.find('"', from + 1) - from + 1);
  };
  for (int from = 0; from < kCas; ++from) {
    for (int to = 1; to < kCas; ++to) {
      if (from == to || !chance(30)) continue;
      const bool is_good = chance(60);
      const std::string name = "e" + std::to_string(from) + "x" + std::to_string(to);
      graph.description += "  " + name + ": { subject: " + subject(to) + ", key: same-as:" + key_name(to) + ", issuer: " + key_name(from) +
                           ", " + (is_good ? "ca: true" : kFlaws[random() % std::size(kFlaws)]) + " }\n";
      graph.file.push_back(name);
      if (is_good) good.emplace(from, to);
    }
  }
  graph.description += "  leaf: { subject: \"CN=leaf\", issuer: " + key_name(kCas - 1) + ", dns: [www.example.com] }\n";
  graph.file.push_back("leaf");
  std::set<int> reached = {0};
  for (int round = 0; round < kCas; ++round) {
    for (const auto& [from, to] : good) {
      if (reached.count(from) != 0) reached.insert(to);
    }
  }
  graph.reachable = reached.count(kCas - 1) != 0;
  return graph;
}

TEST(RandomGraphs, AreAcceptedExactlyIfTheLeafCanBeReached) {
  int accepted = 0, refused = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Graph graph = random_graph(seed);
    Case chain(graph.description);
    chain.file(graph.file).anchors({"k0"}).host("www.example.com").run();
    EXPECT_EQ(chain.leaf(), "leaf") << "seed " << seed;
    EXPECT_EQ(chain.valid(), graph.reachable) << "seed " << seed << ": " << chain.path() << " " << chain.stop() << " " << chain.problems();
    EXPECT_FALSE(chain.analysis.limit_reached) << "seed " << seed;
    ++(graph.reachable ? accepted : refused);
  }
  EXPECT_GT(accepted, 10);
  EXPECT_GT(refused, 10);
}

TEST(RandomGraphs, GiveTheSamePathInEveryOrder) {
  std::mt19937 random(7);
  for (unsigned seed = 1; seed <= 15; ++seed) {
    Graph graph = random_graph(seed);
    std::set<std::string> outcomes;
    Case chain(graph.description);
    chain.anchors({"k0"});
    for (int round = 0; round < 4; ++round) {
      std::shuffle(graph.file.begin(), graph.file.end(), random);
      chain.file(graph.file).run();
      outcomes.insert(chain.path() + " " + chain.stop() + " " + chain.problems());
    }
    EXPECT_EQ(outcomes.size(), 1u) << "seed " << seed << ": " << *outcomes.begin() << " | " << *outcomes.rbegin();
  }
}

}  // namespace random_graphs_test
}  // namespace chainlint::chain
