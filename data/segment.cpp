#include "data/segment.h"

#include <algorithm>
#include <future>
#include <tuple>

namespace souk {
namespace {

/// Postings of fewer bytes are opened sooner than a thread is started.
constexpr std::size_t kOpenedBeside = 16U << 20;

template <class T>
Result<void> assign(Result<T> opened, T& into) {
  if (!opened) return opened.error();
  into = std::move(*opened);
  return {};
}

template <class T>
bool below(std::span<const T> values, std::size_t bound) {
  return std::all_of(values.begin(), values.end(), [&](T v) { return v < bound; });
}

}  // namespace

Result<std::shared_ptr<const Segment>> Segment::open(const SegmentFiles& files) {
  auto s = std::make_shared<Segment>();
  s->files = files;
  // Opening looks at every offset and code once: in a large store, as two threads.
  auto policy = std::launch::deferred;
  if (files.postings.bytes() >= kOpenedBeside) policy |= std::launch::async;
  auto postings = std::async(policy, [&] { return Postings::open(files.postings); });
  const SectionFile& file = files.columns;
  if (auto r = assign(Columns::open(file), s->columns); !r) return r.error();
  const std::size_t n = s->columns.size();
  if (file.has("titles")) {
    if (auto r = assign(file.array<TitleWords>("titles"), s->titles); !r) return r.error();
    if (s->titles.size() != n) return file.damaged("titles", "has a broken length");
  }
  if (auto r = assign(StringTable::open(file, "id"), s->ids); !r) return r.error();
  if (auto r = assign(file.array<Docid>("id_order"), s->id_order); !r) return r.error();
  if (auto r = assign(StringColumn::open(file, "brand", n), s->brand); !r) return r.error();
  if (auto r = assign(StringColumn::open(file, "group", n), s->group); !r) return r.error();
  if (auto r = assign(StringColumn::open(file, "gtin", n), s->gtin); !r) return r.error();
  if (auto r = assign(StringColumn::open(file, "mpn", n), s->mpn); !r) return r.error();
  if (auto r = assign(AttributeColumn::open(file, n), s->attributes); !r) return r.error();
  if (auto r = assign(RowTable<Docid>::open(file, "category.list"), s->category_docids); !r) {
    return r.error();
  }
  if (auto r = assign(RowTable<Docid>::open(file, "shop.list"), s->shop_docids); !r) {
    return r.error();
  }
  if (auto r = assign(RowTable<std::uint16_t>::open(file, "countries"), s->countries); !r) {
    return r.error();
  }
  for (const auto& [name, into, rows] :
       {std::tuple{"category", &s->category, s->category_docids.rows() + 1},
        {"shop", &s->shop, s->shop_docids.rows() + 1},
        {"ships_to", &s->ships_to, s->countries.rows()}}) {
    if (auto r = assign(CodeColumn::open(file, name, n, rows), *into); !r) return r.error();
  }
  if (s->ids.size() != n || s->id_order.size() != n || !below(s->id_order, n)) {
    return file.damaged("id", "has parts of different sizes");
  }
  if (auto r = assign(postings.get(), s->postings); !r) return r.error();
  if (auto r = assign(Cards::open(files.cards, n), s->cards); !r) return r.error();
  if (auto r = assign(Documents::open(files.documents), s->documents); !r) return r.error();
  auto completions = Completions::open(files.completions, kQueryCompletions);
  if (auto r = assign(std::move(completions), s->completions); !r) return r.error();
  return std::shared_ptr<const Segment>(std::move(s));
}

std::shared_ptr<const Segment> Segment::with_rows(std::span<const RowChange> changes) const {
  auto next = std::make_shared<Segment>(*this);
  next->columns = columns.with(changes, id_order);
  next->filters = make_filters();
  auto newer = newer_rows == nullptr
                   ? std::make_shared<std::vector<std::uint64_t>>(bitset_words(size()), 0)
                   : std::make_shared<std::vector<std::uint64_t>>(*newer_rows);
  for (const RowChange& change : changes) set_bit(*newer, change.doc);
  next->newer_rows = std::move(newer);
  return next;
}

std::optional<Docid> Segment::find(std::string_view id) const {
  const auto found =
      std::lower_bound(id_order.begin(), id_order.end(), id,
                       [&](Docid doc, std::string_view key) { return ids[doc] < key; });
  if (found == id_order.end() || ids[*found] != id) return std::nullopt;
  return *found;
}

}  // namespace souk
