#pragma once
// The value of one parameter as a number, a flag or a code. Every error is bad_input and names the
// parameter. Pure functions; any thread.

#include <cstdint>
#include <string>

#include "data/money.h"
#include "query/request.h"

namespace souk {

/// `what` completes "NAME …": "must be on or off".
Error param_error(const Param& param, std::string_view what);

/// ASCII digits alone, from `least` to `most`.
Result<std::uint64_t> read_integer(const Param& param, std::uint64_t least, std::uint64_t most);
/// Minor units: 0 to 2^53−1.
Result<std::int64_t> read_amount(const Param& param);
/// A decimal number as JSON writes it, from `least` to `most`.
Result<double> read_decimal(const Param& param, double least, double most);
/// true, false, 1 or 0.
Result<bool> read_boolean(const Param& param);
/// An ISO 4217 code in capitals.
Result<Currency> read_currency(const Param& param);
/// An ISO 3166 alpha-2 code in any case; gives capitals.
Result<std::string> read_country_code(const Param& param);
/// A well-formed BCP 47 tag; gives lower case.
Result<std::string> read_language_tag(const Param& param);
/// Does the value say `yes`, or `no`? Nothing else will do.
Result<bool> read_choice(const Param& param, std::string_view yes, std::string_view no);

}  // namespace souk
