// What is said where not the chain alone decides: what is trusted, fetched, sent.

#include "client_case.h"

namespace chainlint::chain {
namespace client_verdict_test {

const std::string kWithUrls = kHierarchy +
                              "  linked: { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com], ca_issuers: "
                              "\"http://example.com/ca.crt\" }\n";

ClientModel backtracking() { return client_that(ChainSearch::backtracking); }

TEST(ClientVerdicts, ARootThatIsNotAmongTheAnchorsGivenIsNotTrusted) {
  SentChain chain(kHierarchy);
  chain.trust({"old"}).send({"leaf", "inter", "root"});
  EXPECT_EQ(chain.says(backtracking()), "refused: does not trust 'Example Root'");
}

TEST(ClientVerdicts, AnchorsOfThisMachineAreNotThoseOfTheClient) {
  SentChain chain(kHierarchy);
  chain.trust({"old"}, AnchorOrigin::system).send({"leaf", "inter", "root"});
  EXPECT_EQ(chain.says(backtracking()), "unknown: would refuse unless it trusts 'Example Root'");
  chain.send({"leaf", "inter"});
  EXPECT_EQ(chain.says(backtracking()), "unknown: would refuse unless it trusts 'Example Root'");
}

TEST(ClientVerdicts, AnotherFlawIsOneWhateverTheClientTrusts) {
  SentChain chain(kHierarchy + "  ended: { issuer: inter, dns: [www.example.com], not_after: 2026-02-01 }\n");
  chain.send({"ended", "inter"});
  for (const ChainSearch search :
       {ChainSearch::backtracking, ChainSearch::greedy, ChainSearch::newest, ChainSearch::in_order, ChainSearch::as_sent}) {
    EXPECT_EQ(chain.says(client_that(search)), "refused: 'ended' expired on 2026-02-01") << to_string(search);
  }
}

TEST(ClientVerdicts, AFetchedIntermediateIsAnAcceptanceWithAReason) {
  SentChain chain(kWithUrls);
  chain.trust({"root"}).send({"linked"});
  ClientModel model = backtracking();
  EXPECT_EQ(chain.word(model), "refused");
  model.fetches_intermediates = true;
  EXPECT_EQ(chain.says(model),
            "accepted: only because the client downloads 'Issuing CA' from http://example.com/ca.crt; the server does not send it");
  chain.send({"leaf"});
  EXPECT_EQ(chain.word(model), "refused") << "there is no URL";
}

TEST(ClientVerdicts, CachedIntermediatesAreNotKnown) {
  SentChain chain(kHierarchy);
  chain.trust({"root"}).send({"leaf"});
  ClientModel model = backtracking();
  model.caches_intermediates = true;
  EXPECT_EQ(chain.says(model), "unknown: accepts only if the client has 'Issuing CA' preloaded or cached; the server does not send it");
}

TEST(ClientVerdicts, EachChainThatMayBeSentIsEvaluated) {
  SentChain chain(kHierarchy);
  chain.trust({"root"}).send({"leaf", "inter"}).or_send({"leaf", "inter", "root"}, "the root may be sent");
  EXPECT_EQ(chain.says(backtracking()), "accepted: chain complete up to 'Example Root'");
  chain.or_send({"leaf"}, "the stores may lack it");
  EXPECT_EQ(chain.says(backtracking()),
            "unknown: depends on which chain is sent: accepted with the expected one (chain complete up to 'Example Root'); refused with "
            "another (the stores may lack it): issuer 'Issuing CA' of 'www.example.com' was neither sent nor trusted");
}

TEST(ClientVerdicts, SaysSoWhereTheSentChainIsNotKnown) {
  SentChain chain(kHierarchy);
  chain.trust({"root"});
  EXPECT_EQ(chain.says(backtracking()), "unknown: no certificate is sent");
  chain.sending.unpredictable = "the provider builds the chain";
  EXPECT_EQ(chain.says(backtracking()), "unknown: the provider builds the chain");
}

TEST(ClientVerdicts, TooManyCertificatesAreRefused) {
  SentChain chain(kHierarchy);
  chain.trust({"root"}).send({"leaf", "inter", "root"});
  ClientModel model = backtracking();
  model.max_certificates = 2;
  EXPECT_EQ(chain.says(model), "refused: 3 certificates are sent; at most 2 are accepted");
}

TEST(ClientVerdicts, AreTheSameTogetherAndOneByOne) {
  SentChain chain(kHierarchy);
  chain.trust({"old"}).send({"leaf", "inter", "root", "cross"});
  const ClientModel greedy = client_that(ChainSearch::greedy), other = backtracking();
  const ClientModel* models[] = {&greedy, &other};
  const auto verdicts = predict_clients(models, chain.sending, chain.request, chain.verifier);
  ASSERT_EQ(verdicts.size(), 2u);
  EXPECT_EQ(verdicts[0].reason, chain.verdict(greedy).reason);
  EXPECT_EQ(verdicts[1].reason, chain.verdict(other).reason);
  EXPECT_NE(verdicts[0].accepted, verdicts[1].accepted);
}

}  // namespace client_verdict_test
}  // namespace chainlint::chain
