#include "data/postings.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cassert>

namespace souk {
namespace {

constexpr std::size_t kBufferedDocids = 64U << 10;

std::size_t slot_of(std::string_view term, std::size_t slots) {
  return XXH3_64bits(term.data(), term.size()) & (slots - 1);
}

}  // namespace

Result<Postings> Postings::open(const SectionFile& file) {
  Postings postings;
  const auto terms = StringTable::open(file, "terms");
  if (!terms) return terms.error();
  postings.terms_ = *terms;
  const auto first = file.array<std::uint64_t>("first");
  if (!first) return first.error();
  const auto docids = file.array<Docid>("docids");
  if (!docids) return docids.error();
  const auto masks = file.array<FieldMask>("masks");
  if (!masks) return masks.error();
  const auto slots = file.array<std::uint32_t>("slots");
  if (!slots) return slots.error();
  if (first->size() != terms->size() + 1 || first->back() != docids->size() ||
      masks->size() != docids->size() || !std::is_sorted(first->begin(), first->end())) {
    return file.damaged("first", "does not fit its postings");
  }
  if (!std::has_single_bit(slots->size()) || slots->size() <= terms->size()) {
    return file.damaged("slots", "has a broken length");
  }
  // find() probes until a free slot and trusts the others.
  if (std::find(slots->begin(), slots->end(), 0U) == slots->end() ||
      *std::max_element(slots->begin(), slots->end()) > terms->size()) {
    return file.damaged("slots", "does not fit the terms");
  }
  postings.first_ = *first;
  postings.docids_ = *docids;
  postings.masks_ = *masks;
  postings.slots_ = *slots;
  return postings;
}

std::optional<Postings::TermId> Postings::find(std::string_view term) const {
  if (slots_.empty()) return std::nullopt;
  for (std::size_t i = slot_of(term, slots_.size());; i = (i + 1) & (slots_.size() - 1)) {
    const std::uint32_t slot = slots_[i];
    if (slot == 0) return std::nullopt;
    if (terms_[slot - 1] == term) return slot - 1;
  }
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

PostingsWriter::PostingsWriter(SectionWriter& out) : out_(out) { out_.begin("docids"); }

void PostingsWriter::add_term(std::string_view term) {
  first_.push_back(postings_);
  term_bytes_ += term;
  term_offsets_.push_back(term_bytes_.size());
}

void PostingsWriter::add_posting(Docid docid, FieldMask mask) {
  buffered_.push_back(docid);
  masks_.push_back(mask);
  ++postings_;
  if (buffered_.size() >= kBufferedDocids) flush_docids();
}

void PostingsWriter::flush_docids() {
  out_.append(std::span<const Docid>(buffered_));
  buffered_.clear();
}

void PostingsWriter::finish() {
  flush_docids();
  first_.push_back(postings_);
  out_.write("masks", masks_);
  out_.write("first", first_);
  out_.write("terms.off", term_offsets_);
  out_.write("terms.str", std::string_view(term_bytes_));
  const std::size_t terms = term_offsets_.size() - 1;
  std::vector<std::uint32_t> slots(std::bit_ceil(2 * terms + 2), 0);
  for (std::size_t t = 0; t < terms; ++t) {
    const std::string_view term(term_bytes_.data() + term_offsets_[t],
                                term_offsets_[t + 1] - term_offsets_[t]);
    std::size_t i = slot_of(term, slots.size());
    while (slots[i] != 0) i = (i + 1) & (slots.size() - 1);
    slots[i] = static_cast<std::uint32_t>(t + 1);
  }
  out_.write("slots", slots);
}

}  // namespace souk
