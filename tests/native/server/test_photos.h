// Small pictures for the tests of what becomes of photos.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"

namespace gezhi::test {

// Two of one seed are equal.
std::string jpeg_photo(std::uint32_t seed, int width = 64, int height = 48);

// Progressive, and its first scan so many times more: each costs little to send, and all points to read.
std::string jpeg_of_scans(int more, int width = 64, int height = 48);

std::string webp_photo();

// Another segment behind the head of the file: what a camera, or who edits, writes beside the picture.
std::string with_segment(const std::string& jpeg, std::uint8_t marker, const std::string& content);

// The same picture whose head says another size.
std::string with_size(std::string jpeg, std::uint16_t width, std::uint16_t height);

}  // namespace gezhi::test
