// How clients walk up. Their results are compared with the real clients in tests/clients.

#include "client_case.h"

namespace chainlint::chain {
namespace client_search_test {

constexpr ChainSearch kSearches[] = {ChainSearch::backtracking, ChainSearch::greedy, ChainSearch::newest, ChainSearch::in_order,
                                     ChainSearch::as_sent};

TEST(ClientSearch, EveryWalkFindsACompleteChain) {
  SentChain chain(kHierarchy);
  chain.trust({"root"}).send({"leaf", "inter"});
  for (const ChainSearch search : kSearches) {
    EXPECT_EQ(chain.says(client_that(search)), "accepted: chain complete up to 'Example Root'") << to_string(search);
  }
}

TEST(ClientSearch, EveryWalkMissesWhatIsNotSent) {
  SentChain chain(kHierarchy);
  chain.trust({"root"}).send({"leaf"});
  for (const ChainSearch search : kSearches) {
    EXPECT_EQ(chain.says(client_that(search)), "refused: issuer 'Issuing CA' of 'www.example.com' was neither sent nor trusted")
        << to_string(search);
    EXPECT_EQ(chain.verdict(client_that(search)).certificate, chain.sha256_of("leaf"));
  }
}

TEST(ClientSearch, OnlyTheWalkInOrderTakesAnExpiredCopyThatComesFirst) {
  SentChain chain(kHierarchy +
                  "  stale: { subject: \"CN=Issuing CA,O=Example\", key: same-as:inter, issuer: root, ca: true, not_after: 2026-01-01 }\n");
  chain.trust({"root"}).send({"leaf", "stale", "inter"});
  for (const ChainSearch search : kSearches) {
    const bool first_copy = search == ChainSearch::in_order;
    EXPECT_EQ(chain.word(client_that(search)), first_copy ? "refused" : "accepted") << to_string(search);
  }
  EXPECT_EQ(chain.verdict(client_that(ChainSearch::in_order)).certificate, chain.sha256_of("stale"));
}

TEST(ClientSearch, TheGreedyWalkStopsAtASelfSignedRootThatHidesItsCrossSign) {
  SentChain chain(kHierarchy);
  chain.trust({"old"}).send({"leaf", "inter", "root", "cross"});
  EXPECT_EQ(chain.says(client_that(ChainSearch::greedy)), "refused: does not trust 'Example Root'");
  EXPECT_EQ(chain.word(client_that(ChainSearch::backtracking)), "accepted");
  EXPECT_EQ(chain.word(client_that(ChainSearch::in_order)), "accepted");
}

TEST(ClientSearch, SentFirstFollowsAnExpiredCrossSignToAnOldRootThatIsTrustedToo) {
  SentChain chain(kHierarchy +
                  "  ended: { subject: \"CN=Example Root,O=Example\", key: same-as:root, issuer: old, ca: true, not_after: 2026-01-01 }\n");
  chain.trust({"root", "old"}).send({"leaf", "inter", "ended"});
  ClientModel model = client_that(ChainSearch::greedy);
  EXPECT_EQ(chain.word(model), "accepted");
  model.sent_first = true;
  EXPECT_EQ(chain.says(model), "refused: 'Example Root' expired on 2026-01-01");
  chain.trust({"root"});
  EXPECT_EQ(chain.word(model), "accepted") << "the end of what was sent is given up where it leads nowhere";
}

TEST(ClientSearch, TheNewestWalkTakesTheCertificateThatWasIssuedLast) {
  SentChain chain(
      kHierarchy +
      "  bridge: { subject: \"CN=Issuing CA,O=Example\", key: same-as:inter, issuer: old, ca: true, not_before: 2024-01-01 }\n");
  chain.trust({"old"}).send({"leaf", "bridge", "inter"});
  EXPECT_EQ(chain.word(client_that(ChainSearch::newest)), "refused") << "the other one is a year newer";
  EXPECT_EQ(chain.word(client_that(ChainSearch::greedy)), "accepted");
}

TEST(ClientSearch, TheNewestWalkCountsWhatIsSentTwiceOnce) {
  SentChain chain(kHierarchy + "  bridge: { subject: \"CN=Issuing CA,O=Example\", key: same-as:inter, issuer: old, ca: true }\n");
  chain.trust({"root"}).send({"leaf", "inter", "bridge", "inter"});
  EXPECT_EQ(chain.word(client_that(ChainSearch::newest)), "refused") << "the bridge is the last of two that are equal";
}

// OpenSSL with X509_V_FLAG_PARTIAL_CHAIN.
TEST(ClientSearch, TheGreedyWalkChecksWhatWasSentAboveATrustedLeaf) {
  SentChain chain(kHierarchy +
                  "  stale: { subject: \"CN=Issuing CA,O=Example\", key: same-as:inter, issuer: root, ca: true, not_after: 2026-01-01 }\n");
  chain.trust({"leaf"}).send({"leaf", "inter"});
  const ClientModel model = client_that(ChainSearch::greedy);
  EXPECT_EQ(chain.says(model), "accepted: chain complete up to 'www.example.com'");
  chain.send({"leaf", "stale"});
  EXPECT_EQ(chain.says(model), "refused: 'Issuing CA' expired on 2026-01-01");
}

TEST(ClientSearch, ATrustedLeafIsNoAnchorIfTheModelSaysSo) {
  SentChain chain(kHierarchy);
  chain.trust({"leaf"}).send({"leaf"});
  ClientModel model = client_that(ChainSearch::backtracking);
  EXPECT_EQ(chain.word(model), "accepted");
  model.leaf_as_anchor = false;
  EXPECT_EQ(chain.word(model), "refused");
}

TEST(ClientSearch, WhatIsNotOnThePathIsReadTooIfTheModelSaysSo) {
  SentChain chain(kHierarchy + "  odd: { subject: \"CN=Other CA,O=Example\", ca: true, critical: { subject_key_id: true } }\n");
  chain.trust({"root"}).send({"leaf", "inter", "odd"});
  ClientModel model = client_that(ChainSearch::backtracking);
  EXPECT_EQ(chain.word(model), "accepted");
  model.reads_all_sent = true;
  EXPECT_EQ(chain.says(model), "refused: subjectKeyIdentifier of 'Other CA' is critical");
  model.critical_key_ids = true;
  EXPECT_EQ(chain.word(model), "accepted");
}

TEST(ClientSearch, AnAnchorThatIsNotSelfSignedNeedsPartialChains) {
  SentChain chain(kHierarchy);
  chain.trust({"inter"}).send({"leaf", "inter"});
  ClientModel model = client_that(ChainSearch::greedy);
  EXPECT_EQ(chain.says(model), "accepted: chain complete up to 'Issuing CA'");
  model.partial_chain = false;
  EXPECT_EQ(chain.word(model), "refused");
}

TEST(ClientSearch, AChainSentInOrderIsNotSearched) {
  SentChain chain(kHierarchy +
                  "  stranger: { subject: \"CN=Stranger\", ca: true, not_after: 2040-01-01 }\n"
                  "  aged: { subject: \"CN=Example Root,O=Example\", key: same-as:root, ca: true, not_after: 2026-01-01 }\n");
  ClientModel model = client_that(ChainSearch::as_sent);
  model.anchor_expiry = false;
  chain.trust({"aged"}).send({"leaf", "inter"});
  EXPECT_EQ(chain.word(model), "accepted");
  chain.send({"leaf", "stranger", "inter"});
  EXPECT_EQ(chain.says(model), "refused: 'Example Root' expired on 2026-01-01") << "the search looks at the end of anchors";
}

// A root that was set up again under its old name, and is sent at the end: Java validates that path and looks for no other.
TEST(ClientSearch, AChainSentInOrderBelowARekeyedRootIsNotSearchedEither) {
  SentChain chain(kHierarchy + "  rekeyed: { subject: \"CN=Example Root,O=Example\", ca: true, not_after: 2040-01-01 }\n");
  const ClientModel model = client_that(ChainSearch::as_sent);
  chain.trust({"root"}).send({"leaf", "inter", "rekeyed"});
  EXPECT_EQ(chain.word(model), "refused");
  chain.send({"leaf", "rekeyed", "inter"});
  EXPECT_EQ(chain.word(model), "accepted") << "out of order it is searched";
}

TEST(ClientSearch, GivesUpInAMeshOfCrossSignsAndSaysSo) {
  std::string mesh;
  std::vector<std::string> sent{"leaf"};
  for (int i = 0; i < 12; ++i) mesh += "  c" + std::to_string(i) + ": { subject: \"CN=C" + std::to_string(i) + "\", ca: true }\n";
  for (int i = 0; i < 12; ++i) {
    for (int j = 0; j < 12; ++j) {
      if (i == j) continue;
      const std::string name = "x" + std::to_string(i) + "x" + std::to_string(j);
      mesh += "  " + name + ": { subject: \"CN=C" + std::to_string(i) + "\", key: same-as:c" + std::to_string(i) + ", issuer: c" +
              std::to_string(j) + ", ca: true }\n";
      sent.push_back(name);
    }
  }
  SentChain chain(mesh + "  root: { subject: \"CN=Root\", ca: true }\n  leaf: { issuer: c0, dns: [www.example.com] }\n");
  chain.trust({"root"}).send(sent);
  chain.request.limits.node_expansions = 500;
  EXPECT_EQ(chain.says(client_that(ChainSearch::backtracking)), "unknown: path building stopped after 500 candidates");
}

}  // namespace client_search_test
}  // namespace chainlint::chain
