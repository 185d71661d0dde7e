#include <gtest/gtest.h>

#include "case.h"

namespace chainlint::chain {
namespace search_limits_test {

std::string ca(const std::string& name, const std::string& subject, const std::string& issuer, const std::string& more = "") {
  return "  " + name + ": { subject: \"CN=" + subject + "\"" + (issuer.empty() ? "" : ", issuer: " + issuer) + ", ca: true" + more + " }\n";
}

struct Shape {
  std::string description;
  std::vector<std::string> file;
};

// CAs of one name and one key id that have all signed each other. CA 0 issued the leaf.
Shape mesh(int size) {
  Shape shape;
  shape.description = ca("root", "Root", "");
  for (int i = 0; i < size; ++i) shape.description += ca("k" + std::to_string(i), "Mesh", "", ", subject_key_id: 4242");
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) {
      if (i == j) continue;
      const std::string name = "m" + std::to_string(i) + "x" + std::to_string(j);
      shape.description += ca(name, "Mesh", "k" + std::to_string(i), ", subject_key_id: 4242, key: same-as:k" + std::to_string(j));
      shape.file.push_back(name);
    }
  }
  shape.description += ca("top", "Mesh", "root", ", subject_key_id: 4242, key: same-as:k" + std::to_string(size - 1));
  shape.description += "  leaf: { issuer: k0, dns: [www.example.com] }\n";
  shape.file.push_back("leaf");
  return shape;
}

// Levels of one CA each, each renewed: the number of paths is exponential, the number of entities is not.
Shape ladder(int levels, int copies) {
  Shape shape;
  shape.description = ca("root", "Root", "");
  std::string above = "root";
  for (int level = levels; level > 0; --level) {
    for (int copy = 0; copy < copies; ++copy) {
      const std::string name = "l" + std::to_string(level) + "c" + std::to_string(copy);
      shape.description += ca(name, "Level " + std::to_string(level), above,
                              copy == 0 ? "" : ", key: same-as:l" + std::to_string(level) + "c0, serial: " + std::to_string(copy));
      shape.file.push_back(name);
    }
    above = "l" + std::to_string(level) + "c0";
  }
  shape.description += "  leaf: { issuer: " + above + ", dns: [www.example.com] }\n";
  shape.file.push_back("leaf");
  return shape;
}

TEST(SearchLimits, AMeshWithOneWayOutIsSolved) {
  Shape shape = mesh(6);
  shape.file.push_back("top");
  Case chain(shape.description);
  chain.file(shape.file).anchors({"root"}).run();
  EXPECT_TRUE(chain.valid());
  EXPECT_EQ(chain.path(), "leaf m5x0 top root");
}

TEST(SearchLimits, AMeshWithoutAWayOutIsRefusedWithCertainty) {
  const Shape shape = mesh(6);
  Case chain(shape.description);
  chain.file(shape.file).anchors({"root"}).run();
  EXPECT_FALSE(chain.valid());
  EXPECT_FALSE(chain.analysis.limit_reached);
  EXPECT_EQ(chain.stop(), "untrusted_root");
}

TEST(SearchLimits, ALadderIsClimbedOnceHoweverOftenItWasRenewed) {
  const Shape shape = ladder(12, 3);
  Case chain(shape.description);
  chain.file(shape.file).anchors({"root"});
  chain.request.limits.signature_checks = 14;
  chain.request.limits.node_expansions = 14;
  EXPECT_TRUE(chain.run().path->valid());
  EXPECT_EQ(chain.analysis.path->steps.size(), 14u);
}

TEST(SearchLimits, APathThatIsTooLongIsALimitAndNoMissingIssuer) {
  const Shape shape = ladder(15, 1);
  Case chain(shape.description);
  chain.file(shape.file).anchors({"root"});
  chain.request.limits.path_length = 16;
  chain.run();
  EXPECT_FALSE(chain.valid());
  EXPECT_EQ(chain.stop(), "limit");
  EXPECT_EQ(chain.analysis.limit, "16 certificates on a path");
  EXPECT_FALSE(chain.analysis.missing);
  chain.request.limits.path_length = 17;
  EXPECT_TRUE(chain.run().path->valid());
}

TEST(SearchLimits, AMissingIssuerIsFoundAboveTwentyCertificates) {
  const Shape shape = ladder(20, 1);
  Case chain(shape.description);
  chain.file(shape.file).anchors({"root"}).run();
  EXPECT_TRUE(chain.valid());
  chain.anchors({}).run();
  EXPECT_EQ(chain.stop(), "issuer_missing");
  EXPECT_FALSE(chain.analysis.limit_reached);
}

TEST(SearchLimits, SignatureChecksThatRunOutAreALimit) {
  const Shape shape = mesh(4);
  Case chain(shape.description);
  std::vector<std::string> file = shape.file;
  file.push_back("top");
  chain.file(file).anchors({"root"});
  chain.request.limits.signature_checks = 1;
  chain.run();
  EXPECT_TRUE(chain.analysis.limit_reached);
  EXPECT_EQ(chain.analysis.limit, "1 signature checks");
  EXPECT_EQ(chain.stop(), "limit");
}

TEST(SearchLimits, StepsAndCompletePathsThatRunOutAreLimits) {
  // Four ways up, each through a CA whose constraint on path length forbids it.
  std::string description = ca("root", "Root", "");
  std::vector<std::string> file = {"leaf", "low"};
  description += ca("low", "Low", "u0");
  for (int i = 0; i < 4; ++i) {
    const std::string name = "u" + std::to_string(i);
    description +=
        ca(name, "Upper", "root", ", path_length: 0" + (i == 0 ? std::string() : ", key: same-as:u0, serial: " + std::to_string(i)));
    file.push_back(name);
  }
  description += "  leaf: { issuer: low, dns: [www.example.com] }\n";
  Case steps(description);
  steps.request.limits.node_expansions = 2;
  steps.file(file).anchors({"root"}).run();
  EXPECT_EQ(steps.analysis.limit, "2 steps of the search");
  Case all(description);
  all.file(file).anchors({"root"}).run();
  EXPECT_EQ(all.analysis.limit, "");
  EXPECT_EQ(all.stop(), "anchor");
  EXPECT_EQ(all.details(), "pathLenConstraint is 0, but the path has 1 intermediate below it");
}

TEST(SearchLimits, SelfSignedStrangersOfOneNameCostTheSearchNothing) {
  std::string description = ca("root", "Root", "");
  std::vector<std::string> file;
  for (int i = 0; i < 8; ++i) {
    const std::string name = "s" + std::to_string(i);
    description += "  " + name + ": { subject: \"CN=localhost\" }\n";
    file.push_back(name);
  }
  description += "  leaf: { issuer: root, dns: [www.example.com] }\n";
  file.push_back("leaf");
  Case chain(description);
  chain.request.limits.signature_checks = 1;
  chain.file(file).anchors({"root"}).host("www.example.com").run();
  EXPECT_EQ(chain.leaf(), "leaf");
  EXPECT_TRUE(chain.valid());
}

TEST(SearchLimits, ManyCasOfOneNameWithoutKeyIdsAreTriedOneByOne) {
  std::string description = ca("root", "Root", "");
  std::vector<std::string> file = {"leaf"};
  for (int i = 0; i < 40; ++i) {
    const std::string name = "c" + std::to_string(i);
    description += ca(name, "CA", "root", ", subject_key_id: none");
    file.push_back(name);
  }
  description += "  leaf: { issuer: c17, dns: [www.example.com] }\n";
  Case chain(description);
  chain.file(file).anchors({"root"}).run();
  EXPECT_TRUE(chain.valid());
  EXPECT_EQ(chain.path(), "leaf c17 root");
}

}  // namespace search_limits_test
}  // namespace chainlint::chain
