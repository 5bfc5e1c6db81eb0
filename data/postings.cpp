#include "data/postings.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <boost/container/small_vector.hpp>
#include <functional>
#include <numeric>

namespace souk {
namespace {

constexpr std::size_t kUnit = 4;          // bytes that "place" counts in
constexpr std::size_t kCacheLine = 64;    // where dense lists start
constexpr std::size_t kBaseWords = 1024;  // words that share a base: 65,536 docids

constexpr std::size_t kBucketsFrom = 128;     // docids of a sparse list: fewer are soon galloped
constexpr std::size_t kBucketDocids = 32;     // at most, in the mean
constexpr std::size_t kOldBucketDocids = 16;  // where lists with buckets have whole docids
constexpr std::size_t kChunkDocids = 4;       // at least, in the mean: starts take four bytes

/// The upper bits of a slot, of which `term_bits` are a term's.
std::uint32_t tag_bits(std::uint64_t term_bits) {
  return term_bits >= 32 ? 0 : ~std::uint32_t{0} << term_bits;
}

/// A list is dense from so many documents on; never when it would be empty.
std::uint64_t dense_from(std::uint64_t documents, std::uint64_t share) {
  return std::max<std::uint64_t>(1, (documents + share - 1) / share);
}

std::size_t bases(std::size_t words) { return (words + kBaseWords - 1) / kBaseWords; }

/// Bytes of a dense list before its masks.
std::size_t dense_bytes(std::size_t words) {
  return words * (sizeof(std::uint64_t) + sizeof(std::uint16_t)) +
         bases(words) * sizeof(std::uint32_t);
}

/// The largest shift with which a bucket has at most so many docids in the mean, and where lists
/// have lows is of one chunk.
unsigned bucket_shift(std::size_t df, std::size_t documents, bool have_lows) {
  const std::size_t docids = have_lows ? kBucketDocids : kOldBucketDocids;
  const auto shift = static_cast<unsigned>(std::bit_width(docids * documents / df)) - 1;
  return have_lows ? std::min(shift, kChunkBits) : shift;
}

/// Of a sparse list's starts.
std::size_t start_count(std::size_t df, std::size_t documents, bool have_lows) {
  if (df < kBucketsFrom || (have_lows && df < kChunkDocids * ((documents >> kChunkBits) + 1))) {
    return 0;
  }
  return ((documents - 1) >> bucket_shift(df, documents, have_lows)) + 2;
}

/// The last of `count` from `near` on that has at most `place` docids before it. `near` does, and
/// few are between.
template <class Before>
std::size_t last_before(std::size_t place, std::size_t near, std::size_t count, Before before) {
  std::size_t step = 1;
  for (; near + step < count && before(near + step) <= place; step *= 2) near += step;
  std::size_t high = std::min(near + step, count);
  while (high - near > 1) {
    const std::size_t middle = near + (high - near) / 2;
    (before(middle) <= place ? near : high) = middle;
  }
  return near;
}

template <class T>
const T* at(std::span<const std::byte> bytes, std::size_t offset) {
  return reinterpret_cast<const T*>(bytes.data() + offset);
}

}  // namespace

std::optional<FieldMask> PostingList::mask(Docid doc) const {
  if (is_dense()) return contains(doc) ? std::optional(masks[rank(doc)]) : std::nullopt;
  if (has_buckets()) {
    const auto place = find(doc);
    return place ? std::optional(masks[*place]) : std::nullopt;
  }
  const auto found = std::lower_bound(docids.begin(), docids.end(), doc);
  if (found == docids.end() || *found != doc) return std::nullopt;
  return masks[static_cast<std::size_t>(found - docids.begin())];
}

std::optional<std::size_t> PostingList::find(Docid doc) const {
  // Of a damaged file, whatever it says.
  const std::size_t end = std::min<std::size_t>(starts[(doc >> shift) + 1], lows.size());
  const auto low = static_cast<std::uint16_t>(doc);
  std::size_t place = starts[doc >> shift];
  while (place < end && lows[place] < low) ++place;
  return place < end && lows[place] == low ? std::optional(place) : std::nullopt;
}

Docid PostingList::at(std::size_t place, std::size_t& near) const {
  if (has_buckets()) {
    near = last_before(place, near, starts.size() - 1, [&](std::size_t b) { return starts[b]; });
    return static_cast<Docid>(near << shift >> kChunkBits << kChunkBits) | lows[place];
  }
  if (!is_dense()) return docids[place];
  const auto ones_before = [&](std::size_t w) { return base[w / kBaseWords] + before[w]; };
  near = last_before(place, near, bits.size(), ones_before);
  std::uint64_t rest = bits[near];
  for (std::size_t skip = place - ones_before(near); skip > 0; --skip) rest &= rest - 1;
  return static_cast<Docid>(near * 64 + static_cast<unsigned>(std::countr_zero(rest)));
}

void PostingList::append_to(std::vector<Docid>& docs) const {
  for_each_run([&](Docid first, const auto* values, std::size_t from, std::size_t end) {
    const std::size_t n = docs.size();
    docs.resize(n + end - from);
    for (std::size_t i = 0; i < end - from; ++i) docs[n + i] = first + values[from + i];
  });
  for (std::size_t word = 0; word < bits.size(); ++word) {
    for (std::uint64_t rest = bits[word]; rest != 0; rest &= rest - 1) {
      docs.push_back(static_cast<Docid>(word * 64 + static_cast<unsigned>(std::countr_zero(rest))));
    }
  }
}

Result<Postings> Postings::open(const SectionFile& file) {
  Postings postings;
  const auto terms = StringTable::open(file, "terms");
  if (!terms) return terms.error();
  const auto shape = file.array<std::uint64_t>("shape");
  if (!shape) return shape.error();
  const auto frequency = file.array<std::uint32_t>("frequency");
  if (!frequency) return frequency.error();
  const auto place = file.array<std::uint32_t>("place");
  if (!place) return place.error();
  const auto lists = file.section("lists");
  if (!lists) return lists.error();
  const auto slots = file.array<std::uint32_t>("slots");
  if (!slots) return slots.error();
  if (shape->size() < 2 || (*shape)[0] > 0xffffffffU || (*shape)[1] == 0 ||
      (shape->size() > 3 && (*shape)[3] != kChunkBits)) {
    return file.damaged("shape", "is broken");
  }
  postings.terms_ = *terms;
  postings.documents_ = (*shape)[0];
  postings.dense_from_ = dense_from((*shape)[0], (*shape)[1]);
  postings.frequency_ = *frequency;
  postings.place_ = *place;
  postings.lists_ = *lists;
  postings.slots_ = *slots;
  postings.tag_bits_ = shape->size() < 3 ? 0 : tag_bits((*shape)[2]);
  postings.has_lows_ = shape->size() > 3;
  if (frequency->size() != terms->size() || place->size() != terms->size()) {
    return file.damaged("frequency", "does not fit the terms");
  }
  // find() probes until a free slot; one is soon found.
  if (!std::has_single_bit(slots->size()) ||
      std::find(slots->begin(), slots->end(), 0U) == slots->end()) {
    return file.damaged("slots", "has a broken length or no free slot");
  }
  return postings;
}

Postings::Sought::Sought(std::string_view term, std::size_t slots, std::uint32_t tag_bits) {
  const std::uint64_t hash = XXH3_64bits(term.data(), term.size());
  slot = hash & (slots - 1);
  tag = static_cast<std::uint32_t>(hash >> 32) & tag_bits;
}

std::optional<Postings::TermId> Postings::candidate(Sought& sought) const {
  for (;;) {
    const std::uint32_t slot = slots_[sought.slot];
    if (slot == 0) return std::nullopt;
    sought.slot = (sought.slot + 1) & (slots_.size() - 1);
    const TermId id = (slot & ~tag_bits_) - 1;
    // Of a damaged file, a term may be none.
    if ((slot & tag_bits_) == sought.tag && id < terms_.size()) return id;
  }
}

std::optional<Postings::TermId> Postings::find(std::string_view term) const {
  if (slots_.empty()) return std::nullopt;
  Sought sought(term, slots_.size(), tag_bits_);
  auto id = candidate(sought);
  while (id && terms_[*id] != term) id = candidate(sought);
  return id;
}

std::vector<PostingList> Postings::lists(std::span<const std::string_view> terms) const {
  std::vector<PostingList> lists(terms.size());
  if (slots_.empty()) return lists;
  struct Step {
    Sought sought;
    std::optional<TermId> id;
  };
  boost::container::small_vector<Step, 24> steps;
  for (const std::string_view term : terms) {
    steps.push_back({Sought(term, slots_.size(), tag_bits_), {}});
    __builtin_prefetch(&slots_[steps.back().sought.slot]);
  }
  for (Step& step : steps) {
    step.id = candidate(step.sought);
    if (!step.id) continue;
    terms_.prefetch(*step.id);
    __builtin_prefetch(&frequency_[*step.id]);
    __builtin_prefetch(&place_[*step.id]);
  }
  for (const Step& step : steps) {
    if (step.id) __builtin_prefetch(terms_[*step.id].data());
  }
  for (std::size_t i = 0; i < terms.size(); ++i) {
    auto& [sought, id] = steps[i];
    while (id && terms_[*id] != terms[i]) id = candidate(sought);
    if (id) lists[i] = list(*id);
  }
  return lists;
}

PostingList Postings::list(TermId id) const {
  const std::size_t df = frequency_[id];
  PostingList list;
  if (df >= kSingle) {
    if (place_[id] >= documents_) return {};
    list.docids = place_.subspan(id, 1);
    list.masks = {reinterpret_cast<const FieldMask*>(&frequency_[id]), 1};
    return list;
  }
  const std::size_t start = std::size_t{place_[id]} * kUnit;
  if (df > documents_ || start > lists_.size()) return {};
  const std::size_t room = lists_.size() - start;
  if (df < dense_from_) {
    const std::size_t starts = start_count(df, documents_, has_lows_);
    const bool lows = has_lows_ && starts != 0;
    const std::size_t before_masks =
        starts * sizeof(std::uint32_t) + df * (lows ? sizeof(std::uint16_t) : sizeof(Docid));
    if (before_masks + df > room) return {};
    if (lows) {
      list.starts = {at<std::uint32_t>(lists_, start), starts};
      list.shift = bucket_shift(df, documents_, true);
      list.lows = {at<std::uint16_t>(lists_, start + starts * sizeof(std::uint32_t)), df};
    } else {
      list.docids = {at<Docid>(lists_, start), df};
    }
    list.masks = {at<FieldMask>(lists_, start + before_masks), df};
    return list;
  }
  const std::size_t words = bitset_words(documents_);
  const std::size_t before_masks = dense_bytes(words);
  if (start % kCacheLine != 0 || before_masks + df + 1 > room) return {};
  list.bits = {at<std::uint64_t>(lists_, start), words};
  list.before = at<std::uint16_t>(lists_, start + words * sizeof(std::uint64_t));
  list.base = reinterpret_cast<const std::uint32_t*>(list.before + words);
  list.masks = {at<FieldMask>(lists_, start + before_masks), df};
  list.places = *(list.masks.data() + df);
  return list;
}

std::pair<Postings::TermId, Postings::TermId> Postings::prefix_range(
    std::string_view prefix) const {
  const auto partition = [&](auto before) {
    std::size_t low = 0;
    std::size_t high = terms_.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (before(terms_[middle].substr(0, prefix.size()))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return static_cast<TermId>(low);
  };
  return {partition([&](std::string_view head) { return head < prefix; }),
          partition([&](std::string_view head) { return head <= prefix; })};
}

std::uint64_t Postings::posting_count(std::size_t first, std::size_t last) const {
  std::uint64_t count = 0;
  for (std::size_t id = first; id < last; ++id) {
    count += document_frequency(static_cast<TermId>(id));
  }
  return count;
}

PostingsWriter::PostingsWriter(SectionWriter& out, std::size_t documents, std::uint64_t dense_share)
    : out_(out), documents_(documents), dense_share_(dense_share) {
  out_.begin("lists");
}

void PostingsWriter::add_term(std::string_view term) {
  end_list();
  term_bytes_ += term;
  term_offsets_.push_back(term_bytes_.size());
}

void PostingsWriter::pad_to(std::size_t multiple) {
  static constexpr std::array<char, kCacheLine> kZeros{};
  const std::size_t over = out_.section_bytes() % multiple;
  if (over != 0) out_.append(kZeros.data(), multiple - over);
}

void PostingsWriter::end_list() {
  if (term_offsets_.size() == 1) return;  // before the first term
  const bool dense = docids_.size() >= dense_from(documents_, dense_share_);
  if (!dense && docids_.size() == 1) {
    frequency_.push_back(Postings::kSingle + masks_.front());
    place_.push_back(docids_.front());
  } else {
    if (dense) pad_to(kCacheLine);
    frequency_.push_back(static_cast<std::uint32_t>(docids_.size()));
    place_.push_back(static_cast<std::uint32_t>(out_.section_bytes() / kUnit));
    dense ? write_dense() : write_sparse();
    // A rank may be one past the last mask.
    if (dense) {
      masks_.push_back(
          std::accumulate(masks_.begin(), masks_.end(), FieldMask{0}, std::bit_or<>()));
    }
    out_.append(std::span<const FieldMask>(masks_));
    pad_to(kUnit);
  }
  docids_.clear();
  masks_.clear();
}

void PostingsWriter::write_sparse() {
  std::vector<std::uint32_t> starts(start_count(docids_.size(), documents_, true));
  if (starts.empty()) {
    out_.append(std::span<const Docid>(docids_));
    return;
  }
  const unsigned shift = bucket_shift(docids_.size(), documents_, true);
  std::uint32_t place = 0;
  for (std::size_t bucket = 0; bucket < starts.size(); ++bucket) {
    while (place < docids_.size() && docids_[place] >> shift < bucket) ++place;
    starts[bucket] = place;
  }
  const std::vector<std::uint16_t> lows(docids_.begin(), docids_.end());
  out_.append(std::span<const std::uint32_t>(starts));
  out_.append(std::span<const std::uint16_t>(lows));
}

void PostingsWriter::write_dense() {
  const std::size_t words = bitset_words(documents_);
  std::vector<std::uint64_t> bits(words, 0);
  for (const Docid doc : docids_) set_bit(bits, doc);
  std::vector<std::uint16_t> before(words);
  std::vector<std::uint32_t> base;
  std::uint32_t ones = 0;
  for (std::size_t word = 0; word < words; ++word) {
    if (word % kBaseWords == 0) base.push_back(ones);
    before[word] = static_cast<std::uint16_t>(ones - base.back());
    ones += static_cast<std::uint32_t>(std::popcount(bits[word]));
  }
  out_.append(std::span<const std::uint64_t>(bits));
  out_.append(std::span<const std::uint16_t>(before));
  out_.append(std::span<const std::uint32_t>(base));
}

void PostingsWriter::finish() {
  end_list();
  out_.write("frequency", frequency_);
  out_.write("place", place_);
  write_offsets(out_, "terms", term_offsets_);
  out_.write("terms.str", std::string_view(term_bytes_));
  const std::size_t terms = term_offsets_.size() - 1;
  const auto term_bits = static_cast<std::uint64_t>(std::bit_width(terms));
  out_.write("shape", std::vector<std::uint64_t>{documents_, dense_share_, term_bits, kChunkBits});
  std::vector<std::uint32_t> slots(std::bit_ceil(terms + terms / 2 + 2), 0);
  for (std::size_t t = 0; t < terms; ++t) {
    const std::string_view term(term_bytes_.data() + term_offsets_[t],
                                term_offsets_[t + 1] - term_offsets_[t]);
    const Postings::Sought sought(term, slots.size(), tag_bits(term_bits));
    std::size_t i = sought.slot;
    while (slots[i] != 0) i = (i + 1) & (slots.size() - 1);
    slots[i] = sought.tag | static_cast<std::uint32_t>(t + 1);
  }
  out_.write("slots", slots);
}

}  // namespace souk
