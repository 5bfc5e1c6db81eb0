// Accept-Language as browsers, and everything else, send it.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "data/formats.h"
#include "query/accept_language.h"

namespace souk {
namespace {

using Tags = std::vector<std::string>;

TEST(AcceptLanguage, OrdersTagsByWeight) {
  const std::pair<const char*, Tags> cases[] = {
      {"", {}},
      {"fr", {"fr"}},
      {"fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", {"fr-ch", "fr", "en", "de"}},
      {"en;q=0.1,fr;q=0.9", {"fr", "en"}},
      {"a1,de;q=0.5,fr;q=0.5,en;q=0.5", {"de", "fr", "en"}},  // equal: as they came
      {"en;q=0.5,fr", {"fr", "en"}},
      {"en;q=0.999,fr;q=1.000,de;q=1", {"fr", "de", "en"}},
      {"en;q=0.01,fr;q=0.1,de;q=0.001", {"fr", "en", "de"}},
      {"en ; q=0.5 ,\tfr", {"fr", "en"}},
      {"en;Q=0.5,fr;q=0.6", {"fr", "en"}},
      {"EN-us", {"en-us"}},
      {"zh-Hant-TW", {"zh-hant-tw"}},
      {"en;q=0", {}},
      {"en;q=0.0,fr;q=0.000,de;q=0.001", {"de"}},
      {"*", {}},
      {"en;q=1.", {"en"}},
      {"en;q=0.,fr", {"fr"}},
  };
  for (const auto& [header, expected] : cases) {
    EXPECT_EQ(accepted_languages(header), expected) << header;
  }
}

TEST(AcceptLanguage, LeavesOutWhatIsMalformed) {
  for (const char* bad :
       {"en;q=1.001",      "en;q=2",  "en;q=-1", "en;q=",     "en;q",      "en;",
        "en;q=0.1234",     "en;q=.5", "en;q=a",  "en;q=0,5x", "en;q= 0.5", "en;level=1",
        "en;q=1;x=2",      "e",       "en_US",   "-",         ";q=1",      "en US",
        "toolonglanguage", "1",       "en-",     "*-CH",      "\xff"}) {
    const auto tags = accepted_languages(std::string("fr;q=0.3,") + bad + ",de;q=0.2");
    EXPECT_EQ(tags, (Tags{"fr", "de"})) << bad;
  }
  EXPECT_EQ(accepted_languages(",,fr,, ,"), Tags{"fr"});
}

TEST(AcceptLanguage, ChoosesTheFirstThatIsSupported) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"xx", ""},
      {"*", ""},
      {"xx,yy;q=0.9,pt-BR;q=0.1", "pt-br"},
      {"en;q=0.5,xx,de;q=0.6", "de"},
      {"no", "no"},  // Bokmål by its old code
      {"fr;q=0,xx", ""},
  };
  for (const auto& [header, expected] : cases) {
    EXPECT_EQ(first_supported_language(header), expected) << header;
  }
}

TEST(AcceptLanguage, GivesTagsWhateverComes) {
  EXPECT_TRUE(rc::check([] {
    const std::string header = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::element('e', 'n', '-', ';', 'q', '=', '0', '.', '1', ',', ' ', '*'),
                       rc::gen::arbitrary<char>()));
    for (const std::string& tag : accepted_languages(header)) {
      RC_ASSERT(normalize_language_tag(tag) == tag);
    }
  }));
}

}  // namespace
}  // namespace souk
