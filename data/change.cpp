#include "data/change.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "data/feed_reader.h"
#include "data/formats.h"
#include "data/json_fault.h"
#include "data/json_fields.h"
#include "data/wide_integers.h"

namespace souk {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxEventBytes = 128;

using ProductSetter = void (*)(Product& to, const Product& from);
using ShopSetter = void (*)(Shop& to, const Shop& from);

template <class Setter>
struct Field {
  std::string_view name;
  Setter set;
};

constexpr std::array<Field<ProductSetter>, 20> kProductFields = {{
    {"title", [](Product& to, const Product& from) { to.title = from.title; }},
    {"description", [](Product& to, const Product& from) { to.description = from.description; }},
    {"lang", [](Product& to, const Product& from) { to.lang = from.lang; }},
    {"brand", [](Product& to, const Product& from) { to.brand = from.brand; }},
    {"category",
     [](Product& to, const Product& from) {
       to.category_path = from.category_path;
       to.category_id = from.category_id;
     }},
    {"shop_id", [](Product& to, const Product& from) { to.shop_id = from.shop_id; }},
    {"price", [](Product& to, const Product& from) { to.price = from.price; }},
    {"list_price", [](Product& to, const Product& from) { to.list_price = from.list_price; }},
    {"sales", [](Product& to, const Product& from) { to.sales = from.sales; }},
    {"rating", [](Product& to, const Product& from) { to.rating = from.rating; }},
    {"review_count", [](Product& to, const Product& from) { to.review_count = from.review_count; }},
    {"free_shipping",
     [](Product& to, const Product& from) { to.free_shipping = from.free_shipping; }},
    {"stock", [](Product& to, const Product& from) { to.stock = from.stock; }},
    {"ships_to", [](Product& to, const Product& from) { to.ships_to = from.ships_to; }},
    {"images", [](Product& to, const Product& from) { to.images = from.images; }},
    {"attributes", [](Product& to, const Product& from) { to.attributes = from.attributes; }},
    {"gtin", [](Product& to, const Product& from) { to.gtin = from.gtin; }},
    {"mpn", [](Product& to, const Product& from) { to.mpn = from.mpn; }},
    {"group", [](Product& to, const Product& from) { to.group = from.group; }},
    {"created_at", [](Product& to, const Product& from) { to.created_at = from.created_at; }},
}};

constexpr std::array<Field<ShopSetter>, 8> kShopFields = {{
    {"name", [](Shop& to, const Shop& from) { to.name = from.name; }},
    {"aliases", [](Shop& to, const Shop& from) { to.aliases = from.aliases; }},
    {"lang", [](Shop& to, const Shop& from) { to.lang = from.lang; }},
    {"country", [](Shop& to, const Shop& from) { to.country = from.country; }},
    {"rating", [](Shop& to, const Shop& from) { to.rating = from.rating; }},
    {"review_count", [](Shop& to, const Shop& from) { to.review_count = from.review_count; }},
    {"opened_at", [](Shop& to, const Shop& from) { to.opened_at = from.opened_at; }},
    {"logo", [](Shop& to, const Shop& from) { to.logo = from.logo; }},
}};

template <class Fields>
auto find_field(const Fields& fields, std::string_view name) {
  return std::find_if(fields.begin(), fields.end(),
                      [&](const auto& field) { return field.name == name; });
}

std::int64_t clamped_sum(std::int64_t value, std::int64_t more) {
  return std::clamp<std::int64_t>(value + more, 0, kMaxSafeInteger);
}

/// A member of the line, in both forms.
struct Member {
  std::string_view key;
  JsonElement value;
  std::string raw;
};

}  // namespace

struct ChangeParser::Impl {
  simdjson::dom::parser parser;
  FeedParser feed;
  Change change;

  explicit Impl(std::string default_lang) : feed(std::move(default_lang)) {}

  std::vector<Member> members(std::string_view line) {
    if (line.size() > kMaxLineBytes) {
      throw FieldError{"", fmt::format("is longer than {} bytes", kMaxLineBytes)};
    }
    if (parser.max_depth() != kMaxDepth &&
        parser.allocate(64U << 10, kMaxDepth) != simdjson::SUCCESS) {
      throw std::bad_alloc();
    }
    JsonElement document;
    auto error = parser.parse(line.data(), line.size()).get(document);
    if (error == simdjson::NUMBER_ERROR) {
      error = parser.parse(wide_integers_as_floats(line)).get(document);
    }
    if (error != simdjson::SUCCESS) {
      throw FieldError{faulty_member(line, kMaxDepth - 1),
                       fmt::format("is not valid JSON: {}", simdjson::error_message(error))};
    }
    simdjson::dom::object object;
    if (document.get(object) != simdjson::SUCCESS) throw FieldError{"", "must be a JSON object"};
    refuse_doubled_keys(object, "");
    std::vector<std::string> raw = member_values(line);
    std::vector<Member> result;
    for (const auto& [key, value] : object) {
      result.push_back({key, value, std::move(raw[result.size()])});
    }
    return result;
  }

  void read_op(const std::vector<Member>& members) {
    const auto found = find_member(members, "op");
    if (found == nullptr) throw FieldError{"op", "is missing"};
    const std::string op = read_text(found->value, "op");
    if (op == "upsert") {
      change.op = Change::Op::upsert;
    } else if (op == "patch") {
      change.op = Change::Op::patch;
    } else if (op == "delete") {
      change.op = Change::Op::remove;
    } else {
      throw FieldError{"op", fmt::format("\"{}\" is not upsert, patch or delete", op)};
    }
  }

  static const Member* find_member(const std::vector<Member>& members, std::string_view key) {
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
    return found == members.end() ? nullptr : &*found;
  }

  /// Product or shop, by whichever of two members is there.
  const Member& subject_member(const std::vector<Member>& members, const char* product,
                               const char* shop) {
    const Member* of_product = find_member(members, product);
    const Member* of_shop = find_member(members, shop);
    if (of_product != nullptr && of_shop != nullptr) {
      throw FieldError{shop, fmt::format("is given beside \"{}\"", product)};
    }
    if (of_product == nullptr && of_shop == nullptr) throw FieldError{product, "is missing"};
    change.subject = of_shop == nullptr ? Change::Subject::product : Change::Subject::shop;
    return of_shop == nullptr ? *of_product : *of_shop;
  }

  static void refuse_others(const std::vector<Member>& members,
                            std::initializer_list<std::string_view> known) {
    for (const Member& member : members) {
      if (std::find(known.begin(), known.end(), member.key) == known.end()) {
        throw FieldError{std::string(member.key), "is not a member of such a change"};
      }
    }
  }

  /// Reads a product or a shop from JSON, as a feed's line.
  void read_whole(const std::string& json, const std::string& place) {
    const auto in_place = [&](const Error& error) {
      return FieldError{error.param.empty() ? place : place + "." + error.param, error.message};
    };
    if (change.subject == Change::Subject::product) {
      auto product = feed.product(json);
      if (!product) throw in_place(product.error());
      change.product = std::move(*product);
    } else {
      auto shop = feed.shop(json);
      if (!shop) throw in_place(shop.error());
      change.shop = std::move(*shop);
    }
  }

  void read_upsert(const std::vector<Member>& members) {
    const Member& whole = subject_member(members, "product", "shop");
    refuse_others(members, {"op", whole.key});
    read_whole(whole.raw, std::string(whole.key));
    change.id = change.subject == Change::Subject::product ? change.product.id : change.shop.id;
  }

  /// The fields of `set` are checked as those of a product that has no others.
  void read_set(const Member& member) {
    simdjson::dom::object object;
    if (member.value.get(object) != simdjson::SUCCESS) {
      throw FieldError{"set", "must be an object"};
    }
    refuse_doubled_keys(object, "set");
    const bool product = change.subject == Change::Subject::product;
    const std::string_view required = product ? "title" : "name";
    bool has_required = false;
    for (const auto& [key, value] : object) {
      const std::string place = "set." + std::string(key);
      if (key == "id") throw FieldError{place, "cannot be changed"};
      if (key == required) {
        if (value.is_null()) throw FieldError{place, "cannot be removed"};
        has_required = true;
      }
      if (!product && find_field(kShopFields, key) == kShopFields.end()) {
        throw FieldError{place, "is not a field of a shop"};
      }
      change.plain_title |= key == "title" && value.is_string();
      change.plain_description |= key == "description" && value.is_string();
      change.set.emplace_back(key);
    }
    if (change.set.empty()) return;
    std::string line = R"({"id":"x",)";
    if (!has_required) line += fmt::format(R"("{}":"x",)", required);
    line += std::string_view(member.raw).substr(1);
    read_whole(line, "set");
  }

  void read_add(const Member& member) {
    simdjson::dom::object object;
    if (member.value.get(object) != simdjson::SUCCESS) {
      throw FieldError{"add", "must be an object"};
    }
    refuse_doubled_keys(object, "add");
    const bool product = change.subject == Change::Subject::product;
    for (const auto& [key, value] : object) {
      const std::string place = "add." + std::string(key);
      if (key != "review_count" && !(product && (key == "sales" || key == "stock"))) {
        throw FieldError{place, "cannot be added to"};
      }
      std::int64_t amount = 0;
      if (value.get(amount) != simdjson::SUCCESS || amount > kMaxSafeInteger ||
          amount < -kMaxSafeInteger) {
        throw FieldError{place, "must be an integer between −2^53 and 2^53"};
      }
      if (std::find(change.set.begin(), change.set.end(), key) != change.set.end()) {
        throw FieldError{place, "is set too"};
      }
      change.add.emplace_back(key, amount);
    }
  }

  void read_patch(const std::vector<Member>& members) {
    const Member& id = subject_member(members, "id", "shop_id");
    refuse_others(members, {"op", id.key, "event", "set", "add"});
    change.id = read_id(id.value, std::string(id.key));
    if (const Member* event = find_member(members, "event")) {
      change.event = read_text(event->value, "event");
      if (change.event.empty() || change.event.size() > kMaxEventBytes) {
        throw FieldError{"event", fmt::format("must have 1 to {} bytes", kMaxEventBytes)};
      }
    }
    if (const Member* set = find_member(members, "set")) read_set(*set);
    if (const Member* add = find_member(members, "add")) read_add(*add);
    if (change.set.empty() && change.add.empty()) {
      throw FieldError{"set", "or \"add\" must say what changes"};
    }
  }

  void read_delete(const std::vector<Member>& members) {
    const Member& id = subject_member(members, "id", "shop_id");
    refuse_others(members, {"op", id.key});
    change.id = read_id(id.value, std::string(id.key));
  }
};

bool Change::changes_numbers_alone() const {
  static constexpr std::array<std::string_view, 7> kNumbers = {
      "price", "list_price", "sales", "rating", "review_count", "free_shipping", "stock"};
  return op == Op::patch && subject == Subject::product &&
         std::all_of(set.begin(), set.end(), [](const std::string& name) {
           return std::find(kNumbers.begin(), kNumbers.end(), name) != kNumbers.end();
         });
}

const std::string* Change::category_id() const {
  if (subject == Subject::shop || op == Op::remove || product.category_id.empty()) return nullptr;
  return &product.category_id;
}

ChangeParser::ChangeParser(std::string default_lang)
    : impl_(std::make_unique<Impl>(std::move(default_lang))) {}
ChangeParser::~ChangeParser() = default;

Result<Change> ChangeParser::change(std::string_view line) {
  impl_->change = Change();
  try {
    const std::vector<Member> members = impl_->members(line);
    impl_->read_op(members);
    switch (impl_->change.op) {
      case Change::Op::upsert:
        impl_->read_upsert(members);
        break;
      case Change::Op::patch:
        impl_->read_patch(members);
        break;
      case Change::Op::remove:
        impl_->read_delete(members);
        break;
    }
    return std::move(impl_->change);
  } catch (const FieldError& e) {
    return fail(ErrorCode::bad_input, e.message, e.field);
  }
}

Product apply_patch(Product product, const Change& patch) {
  for (const std::string& name : patch.set) {
    const auto field = find_field(kProductFields, name);
    if (field != kProductFields.end()) {
      field->set(product, patch.product);
      continue;
    }
    std::erase_if(product.extra, [&](const auto& entry) { return entry.first == name; });
    for (const auto& entry : patch.product.extra) {
      if (entry.first == name && entry.second != "null") product.extra.push_back(entry);
    }
  }
  // A plain string is in the language of the product that it is given for.
  const auto own_language = [&](bool plain, LocalizedText& text) {
    if (plain && !text.empty()) text.entries.front().lang = product.lang;
  };
  own_language(patch.plain_title, product.title);
  own_language(patch.plain_description, product.description);
  for (const auto& [name, amount] : patch.add) {
    if (name == "sales") product.sales = clamped_sum(product.sales, amount);
    if (name == "review_count") product.review_count = clamped_sum(product.review_count, amount);
    if (name == "stock" && product.stock) product.stock = clamped_sum(*product.stock, amount);
  }
  return product;
}

Shop apply_patch(Shop shop, const Change& patch) {
  for (const std::string& name : patch.set) find_field(kShopFields, name)->set(shop, patch.shop);
  for (const auto& [name, amount] : patch.add) {
    if (name == "review_count") shop.review_count = clamped_sum(shop.review_count, amount);
  }
  return shop;
}

}  // namespace souk
