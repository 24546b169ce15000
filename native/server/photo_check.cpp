#include "native/server/photo_check.h"

#include <jpeglib.h>
#include <png.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace gezhi {
namespace {

Error not_photo(const char* what) {
  return {"blob_not_photo", std::string("no photo that can be kept: ") + what};
}
Error tells_more() {
  return {
      "blob_tells_more",
      "the photo carries what a camera writes beside the picture (EXIF, XMP, a comment): leave it "
      "out"};
}

Result<Done> check_size(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) return not_photo("it has no points");
  if (width <= kPhotoSideMax && height <= kPhotoSideMax && width * height <= kPhotoPointsMax) {
    return Done{};
  }
  return Error{"blob_too_large", "a photo has at most " + std::to_string(kPhotoPointsMax) +
                                     " points, this one " + std::to_string(width) + " × " +
                                     std::to_string(height)};
}

// --- JPEG: libjpeg leaves by longjmp; nothing that has a destructor lives between --------------------

struct JpegEnds {
  jpeg_error_mgr base;
  jpeg_progress_mgr progress;
  std::jmp_buf out;
};

[[noreturn]] void leave_jpeg(j_common_ptr common) {
  std::longjmp(reinterpret_cast<JpegEnds*>(common->err)->out, 1);
}

// Every scan goes over the whole picture and may be a dozen bytes long: points and bytes alone bound no work.
// What is damaged already is not read on either.
void look_at_work(j_common_ptr common) {
  const auto* jpeg = reinterpret_cast<j_decompress_ptr>(common);
  if (jpeg->input_scan_number > kPhotoScansMax || jpeg->err->num_warnings > 0) leave_jpeg(common);
}

// APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe) say how the picture is drawn.
bool jpeg_tells_more(const jpeg_decompress_struct& jpeg) {
  constexpr int kDrawing[] = {JPEG_APP0, JPEG_APP0 + 2, JPEG_APP0 + 14};
  for (const auto* marker = jpeg.marker_list; marker != nullptr; marker = marker->next) {
    if (std::find(std::begin(kDrawing), std::end(kDrawing), marker->marker) == std::end(kDrawing))
      return true;
  }
  return false;
}

enum class Seen { fine, broken, wrong_size, tells_more, moves };

// An eighth of the picture in each direction: every bit of the file is read, little memory is needed.
Seen read_jpeg(jpeg_decompress_struct& jpeg, JpegEnds& ends, ByteView bytes, JSAMPLE* row) {
  if (setjmp(ends.out) != 0) return Seen::broken;
  jpeg_create_decompress(&jpeg);
  ends.progress.progress_monitor = look_at_work;
  jpeg.progress = &ends.progress;
  jpeg_mem_src(&jpeg, bytes.data(), bytes.size());
  for (int i = 0; i < 16; ++i) jpeg_save_markers(&jpeg, JPEG_APP0 + i, 16);
  jpeg_save_markers(&jpeg, JPEG_COM, 16);
  jpeg_read_header(&jpeg, TRUE);
  if (!check_size(jpeg.image_width, jpeg.image_height)) return Seen::wrong_size;
  if (jpeg_tells_more(jpeg)) return Seen::tells_more;
  jpeg.scale_num = 1;
  jpeg.scale_denom = 8;
  jpeg_start_decompress(&jpeg);
  while (jpeg.output_scanline < jpeg.output_height) jpeg_read_scanlines(&jpeg, &row, 1);
  jpeg_finish_decompress(&jpeg);
  const bool whole = jpeg.src->bytes_in_buffer == 0 && jpeg.err->num_warnings == 0;
  return whole ? Seen::fine : Seen::broken;
}

Result<Done> check_jpeg(ByteView bytes) {
  jpeg_decompress_struct jpeg{};
  JpegEnds ends{};
  jpeg.err = jpeg_std_error(&ends.base);
  ends.base.error_exit = leave_jpeg;
  ends.base.output_message = [](j_common_ptr) {};
  constexpr int kParts = 4;  // of a colour, at most
  std::vector<JSAMPLE> row(std::size_t{kPhotoSideMax} / 8 * kParts + kParts);
  const Seen seen = read_jpeg(jpeg, ends, bytes, row.data());
  const std::uint64_t width = jpeg.image_width, height = jpeg.image_height;
  jpeg_destroy_decompress(&jpeg);
  if (seen == Seen::tells_more) return tells_more();
  if (seen == Seen::wrong_size) return check_size(width, height);
  return seen == Seen::fine ? Result<Done>(Done{}) : not_photo("its JPEG data is damaged");
}

// --- PNG: the same with libpng --------------------------------------------------------------------------

// What may follow the last row of a picture that is whole: the end of its compression. A megabyte of it
// would be a thousand of points that nobody sees.
constexpr std::size_t kPngTailMax = 64 * 1024;
constexpr std::size_t kPngPartMax =
    4 * 1024 * 1024;  // unpacked: a colour profile has some kilobytes

struct PngBytes {
  ByteView left;
  std::size_t most = SIZE_MAX;  // to be read from here on
};

void read_png_bytes(png_structp png, png_bytep to, std::size_t size) {
  auto& from = *static_cast<PngBytes*>(png_get_io_ptr(png));
  if (size > from.left.size()) png_error(png, "cut off");
  if (size > from.most) png_error(png, "more than the picture");
  from.most -= size;
  std::memcpy(to, from.left.data(), size);
  from.left = from.left.subspan(size, from.left.size() - size);
}

// Its parts as they stand there, before anything is unpacked: libpng would unpack and keep eight megabytes of
// each text, and pass over one that has more.
Seen look_at_parts(ByteView bytes) {
  // What the picture is, and how it is drawn (PNG, 3rd edition, 4.7 and 11).
  constexpr std::string_view kDrawing[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM",
                                           "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV",
                                           "cLLI", "bKGD", "hIST", "pHYs", "sPLT"};
  constexpr std::size_t kMagic = 8, kFrame = 12;  // length, name, check
  for (std::size_t at = kMagic; at < bytes.size();) {
    if (bytes.size() - at < kFrame) return Seen::broken;
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size = size << 8 | bytes[at + i];
    if (size > bytes.size() - at - kFrame) return Seen::broken;
    const std::string name(bytes.begin() + static_cast<std::ptrdiff_t>(at + 4),
                           bytes.begin() + static_cast<std::ptrdiff_t>(at + 8));
    if (name == "acTL" || name == "fcTL" || name == "fdAT") return Seen::moves;
    if (std::find(std::begin(kDrawing), std::end(kDrawing), name) == std::end(kDrawing))
      return Seen::tells_more;
    at += kFrame + static_cast<std::size_t>(size);
  }
  return Seen::fine;
}

Seen read_png(png_structp png, png_infop info, PngBytes& bytes, png_bytep row) {
  if (setjmp(png_jmpbuf(png)) != 0) return Seen::broken;
  png_set_read_fn(png, &bytes, read_png_bytes);
  png_set_chunk_malloc_max(png, kPngPartMax);
  png_read_info(png, info);
  if (!check_size(png_get_image_width(png, info), png_get_image_height(png, info))) {
    return Seen::wrong_size;
  }
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  const png_uint_32 height = png_get_image_height(png, info);
  for (int pass = 0; pass < passes; ++pass) {
    for (png_uint_32 y = 0; y < height; ++y) {
      // With the last row libpng reads to the end of what is compressed.
      if (pass + 1 == passes && y + 1 == height)
        bytes.most = png_get_rowbytes(png, info) + kPngTailMax;
      png_read_row(png, row, nullptr);
    }
  }
  png_read_end(png, info);
  return bytes.left.empty() ? Seen::fine : Seen::broken;
}

Result<Done> check_png(ByteView bytes) {
  const Seen parts = look_at_parts(bytes);
  if (parts == Seen::tells_more) return tells_more();
  if (parts == Seen::moves) return not_photo("it moves");
  if (parts == Seen::broken) return not_photo("its PNG data is damaged");
  const auto quiet = [](png_structp, png_const_charp) {};
  const auto leave = [](png_structp of, png_const_charp) { png_longjmp(of, 1); };
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, leave, quiet);
  if (png == nullptr) return Error{"store_failed", "no memory to look at a photo"};
  png_infop info = png_create_info_struct(png);
  constexpr std::size_t kBytesAPoint = 8;
  std::vector<png_byte> row(std::size_t{kPhotoSideMax} * kBytesAPoint);
  PngBytes left{bytes};
  const Seen seen = info == nullptr ? Seen::broken : read_png(png, info, left, row.data());
  const std::uint64_t width = info == nullptr ? 0 : png_get_image_width(png, info);
  const std::uint64_t height = info == nullptr ? 0 : png_get_image_height(png, info);
  png_destroy_read_struct(&png, &info, nullptr);
  if (seen == Seen::wrong_size) return check_size(width, height);
  return seen == Seen::fine ? Result<Done>(Done{}) : not_photo("its PNG data is damaged");
}

// --- WebP -----------------------------------------------------------------------------------------------

Result<Done> check_webp(ByteView bytes) {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0 ||
      WebPGetFeatures(bytes.data(), bytes.size(), &config.input) != VP8_STATUS_OK) {
    return not_photo("its WebP data is damaged");
  }
  if (config.input.has_animation != 0) return not_photo("it moves");
  if (auto size = check_size(static_cast<std::uint64_t>(config.input.width),
                             static_cast<std::uint64_t>(config.input.height));
      !size) {
    return size;
  }
  const WebPData data{bytes.data(), bytes.size()};
  const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> parts(WebPDemux(&data),
                                                                       WebPDemuxDelete);
  if (parts == nullptr) return not_photo("its WebP data is damaged");
  const std::uint32_t flags = WebPDemuxGetI(parts.get(), WEBP_FF_FORMAT_FLAGS);
  if ((flags & (EXIF_FLAG | XMP_FLAG)) != 0) return tells_more();
  // RIFF says how long the file is.
  constexpr std::size_t kHead = 8;
  std::uint32_t rest = 0;
  for (std::size_t i = 0; i < 4; ++i) rest |= std::uint32_t{bytes[4 + i]} << (8 * i);
  if (bytes.size() != kHead + std::size_t{rest} + rest % 2)
    return not_photo("bytes behind its end");
  config.options.use_scaling = 1;
  config.options.scaled_width = std::max(1, config.input.width / 8);
  config.options.scaled_height = std::max(1, config.input.height / 8);
  const bool decoded = WebPDecode(bytes.data(), bytes.size(), &config) == VP8_STATUS_OK;
  WebPFreeDecBuffer(&config.output);
  return decoded ? Result<Done>(Done{}) : not_photo("its WebP data is damaged");
}

bool begins(ByteView bytes, std::size_t at, std::string_view magic) {
  const ByteView wanted = view_of(magic);
  return bytes.size() >= at + wanted.size() &&
         std::equal(wanted.begin(), wanted.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

const char* photo_type(ByteView bytes) {
  if (begins(bytes, 0, "\xFF\xD8\xFF")) return "image/jpeg";
  if (begins(bytes, 0, "\x89PNG\r\n\x1A\n")) return "image/png";
  if (begins(bytes, 0, "RIFF") && begins(bytes, 8, "WEBP")) return "image/webp";
  return nullptr;
}

Result<Done> check_photo(ByteView bytes) {
  if (begins(bytes, 0, "\xFF\xD8\xFF")) return check_jpeg(bytes);
  if (begins(bytes, 0, "\x89PNG\r\n\x1A\n")) return check_png(bytes);
  if (begins(bytes, 0, "RIFF") && begins(bytes, 8, "WEBP")) return check_webp(bytes);
  return not_photo("it is no JPEG, PNG or WebP");
}

}  // namespace gezhi
