#include "web/widgets/icons.h"

#include <cmath>
#include <cstdlib>

#include <imgui.h>
#include "web/widgets/kit.h"

namespace gezhi::ui {
namespace {

// A drawing: M x y start, L x y line to, B six numbers bezier to, Z close, C x y r circle, D x y r dot,
// A x y r from to arc in degrees, R x y w h r rounded rectangle.
constexpr const char* kDrawings[] = {
    /* none */ "",
    /* back */ "M 15 5 L 8 12 L 15 19",
    /* home */
    "M 4 11 L 12 4 L 20 11 M 6 9.5 L 6 20 L 18 20 L 18 9.5 M 10 20 L 10 14 L 14 14 L 14 20",
    /* list */ "M 9 6 L 20 6 M 9 12 L 20 12 M 9 18 L 20 18 D 4.8 6 1.3 D 4.8 12 1.3 D 4.8 18 1.3",
    /* map */
    "M 3 6.5 L 9 4 L 15 6.5 L 21 4 L 21 17.5 L 15 20 L 9 17.5 L 3 20 Z M 9 4 L 9 17.5 M 15 6.5 L "
    "15 20",
    /* camera */ "M 3 8 L 7.5 8 L 9 5 L 15 5 L 16.5 8 L 21 8 L 21 19 L 3 19 Z C 12 13 3.4",
    /* mic */ "R 9 3 6 11 3 A 12 11 7 0 180 M 12 18 L 12 21 M 8.5 21 L 15.5 21",
    /* phone */
    "M 5 4 L 9 4 L 11 9 L 8.5 10.7 B 9.6 13 11 14.4 13.3 15.5 L 15 13 L 20 15 L 20 19 B 20 19.6 "
    "19.6 20 "
    "19 20 B 10.7 19.6 4.4 13.3 4 5 B 4 4.4 4.4 4 5 4",
    /* check */ "M 5 12.5 L 10 17.5 L 19.5 7",
    /* check_circle */ "C 12 12 9 M 8 12.3 L 11 15.3 L 16.3 9.3",
    /* warning */ "M 12 4 L 21.5 20 L 2.5 20 Z M 12 10 L 12 14.5 D 12 17.2 1.1",
    /* danger */
    "M 8 3 L 16 3 L 21 8 L 21 16 L 16 21 L 8 21 L 3 16 L 3 8 Z M 12 7.5 L 12 13 D 12 16.3 1.2",
    /* info */ "C 12 12 9 M 12 11 L 12 16.5 D 12 7.8 1.2",
    /* clock */ "C 12 12 9 M 12 6.8 L 12 12 L 15.6 14.2",
    /* sync */
    "A 12 12 8 200 340 M 19.9 4.6 L 19.9 9.3 L 15.2 9.3 A 12 12 8 20 160 M 4.1 19.4 L 4.1 14.7 L "
    "8.8 14.7",
    /* offline */
    "M 4 4 L 20 20 A 12 18.5 14 225 240 A 12 18.5 14 262 315 A 12 18.5 8.5 228 252 A 12 18.5 8.5 "
    "290 312 D 12 18.5 1.5",
    /* person */ "C 12 8 4 M 4.5 20.5 B 5 15.5 8 14 12 14 B 16 14 19 15.5 19.5 20.5",
    /* people */
    "C 9 8.5 3.5 M 2.5 20 B 3 15.5 5.5 14 9 14 B 12.5 14 15 15.5 15.5 20 A 16 8.5 3.3 -70 90 M "
    "17.5 14.2 B 20 14.8 "
    "21.3 16.7 21.5 20",
    /* desk */ "R 3 4 18 12 2 M 9 20 L 15 20 M 12 16 L 12 20",
    /* search */ "C 10.5 10.5 6.5 M 15.3 15.3 L 20.5 20.5",
    /* plus */ "M 12 5 L 12 19 M 5 12 L 19 12",
    /* minus */ "M 5 12 L 19 12",
    /* close */ "M 6 6 L 18 18 M 18 6 L 6 18",
    /* filter */ "M 4 6 L 20 6 M 7 12 L 17 12 M 10 18 L 14 18",
    /* location */
    "M 12 21 B 8 16.5 5.5 13 5.5 10 B 5.5 6 8.4 3.4 12 3.4 B 15.6 3.4 18.5 6 18.5 10 B 18.5 13 16 "
    "16.5 12 21 C 12 "
    "10 2.4",
    /* route */
    "C 6 18.5 2.2 C 18 5.5 2.2 M 8.2 18.5 L 15 18.5 B 20 18.5 20 12 15 12 L 9 12 B 4 12 4 5.5 9 "
    "5.5 L 15.8 5.5",
    /* visit */
    "M 4 20 L 4 10 L 10 5.5 L 16 10 M 8.5 20 L 8.5 14.5 L 11.5 14.5 M 4 20 L 10 20 M 12.5 17.5 L "
    "15.5 20.5 L 21 14.5",
    /* photo */
    "R 3 4.5 18 15 2 C 8.2 9.6 1.7 M 3.5 17.5 L 9.5 12.8 L 13 15.7 L 16.5 12 L 20.5 15.8",
    /* send */ "M 4 4.5 L 21 12 L 4 19.5 L 6.5 12 Z M 6.5 12 L 13 12",
    /* settings */
    "C 12 12 3 C 12 12 6.6 M 12 2.6 L 12 5.4 M 12 18.6 L 12 21.4 M 2.6 12 L 5.4 12 M 18.6 12 L "
    "21.4 12 M 5.35 "
    "5.35 L 7.3 7.3 M 16.7 16.7 L 18.65 18.65 M 5.35 18.65 L 7.3 16.7 M 16.7 7.3 L 18.65 5.35",
    /* language */ "C 12 12 9 M 3 12 L 21 12 M 12 3 B 8 7 8 17 12 21 M 12 3 B 16 7 16 17 12 21",
    /* sun */
    "C 12 12 4 M 12 2.5 L 12 4.8 M 12 19.2 L 12 21.5 M 2.5 12 L 4.8 12 M 19.2 12 L 21.5 12 M 5.3 "
    "5.3 L 6.9 6.9 M "
    "17.1 17.1 L 18.7 18.7 M 5.3 18.7 L 6.9 17.1 M 17.1 6.9 L 18.7 5.3",
    /* moon */
    "M 20 14.2 B 14 17 7.2 11 9.8 4 B 5.8 5.4 3.4 9 4 13 B 5 19.5 12 22 17 19 B 18.4 18 19.5 16.5 "
    "20 14.2",
    /* chevron_right */ "M 9 5 L 16 12 L 9 19",
    /* chevron_down */ "M 5 9 L 12 16 L 19 9",
    /* chevron_up */ "M 5 15 L 12 8 L 19 15",
    /* dot */ "D 12 12 5",
    /* edit */ "M 4 20 L 5 15.5 L 16 4.5 L 19.5 8 L 8.5 19 Z M 13.5 7 L 17 10.5",
    /* bell */ "M 6 17 L 6 11 B 6 3 18 3 18 11 L 18 17 L 20 18 L 4 18 Z A 12 18.6 2.4 10 170",
    /* document */
    "M 6 3 L 14.5 3 L 19 7.5 L 19 21 L 6 21 Z M 14 3.4 L 14 8 L 18.6 8 M 9 12.5 L 16 12.5 M 9 16.5 "
    "L 16 16.5",
    /* flag */ "M 6 21 L 6 4 L 18.5 4 L 15.5 8.5 L 18.5 13 L 6 13",
    /* stop */ "C 12 12 9 M 5.8 5.8 L 18.2 18.2",
    /* download */ "M 12 4 L 12 15.5 M 7 10.8 L 12 15.8 L 17 10.8 M 4.5 20 L 19.5 20",
    /* print */
    "M 7 8 L 7 3.5 L 17 3.5 L 17 8 M 7 17 L 3.5 17 L 3.5 8 L 20.5 8 L 20.5 17 L 17 17 M 7 14 L 17 "
    "14 L 17 20.5 L 7 20.5 Z",
    /* share */
    "C 6 12 2.4 C 17.5 5.5 2.4 C 17.5 18.5 2.4 M 8.1 10.8 L 15.4 6.7 M 8.1 13.2 L 15.4 17.3",
    /* logout */ "M 14 4 L 5 4 L 5 20 L 14 20 M 10 12 L 20.5 12 M 16.3 7.6 L 20.7 12 L 16.3 16.4",
    /* fire */
    "M 12 2.8 B 13 7 18.5 9 18.5 14.5 B 18.5 18.5 15.5 21.2 12 21.2 B 8.5 21.2 5.5 18.5 5.5 14.5 B "
    "5.5 12 7 10 8.3 "
    "9 B 8.3 11 9 12 10.3 12.5 B 10 9 10.5 5.5 12 2.8",
    /* talk */
    "M 4 4.5 L 20 4.5 L 20 16 L 11 16 L 6.5 20.2 L 6.5 16 L 4 16 Z M 8 8.7 L 16 8.7 M 8 12 L 13.5 "
    "12",
    /* target */
    "C 12 12 6.5 D 12 12 2 M 12 2.5 L 12 5.5 M 12 18.5 L 12 21.5 M 2.5 12 L 5.5 12 M 18.5 12 L "
    "21.5 12",
};

class Pen {
 public:
  Pen(float x, float y, float size, Colour colour)
      : list_(canvas()),
        unit_(size / 24),
        x_(x - size / 2),
        y_(y - size / 2),
        colour_(colour),
        width_(std::fmax(1.4f, 1.9f * unit_)) {}

  void draw(const char* s) {
    while (*s != 0) {
      const char command = *s++;
      if (command == ' ') continue;
      float v[6] = {};
      const int count = numbers_of(command);
      for (int i = 0; i < count; ++i) v[i] = number(s);
      step(command, v);
    }
    finish(false);
  }

 private:
  static int numbers_of(char command) {
    switch (command) {
      case 'M':
      case 'L': return 2;
      case 'C':
      case 'D': return 3;
      case 'A':
      case 'R': return 5;
      case 'B': return 6;
      default: return 0;
    }
  }

  static float number(const char*& s) {
    char* end = nullptr;
    const float value = std::strtof(s, &end);
    s = end;
    return value;
  }

  ImVec2 at(float x, float y) const { return {x_ + x * unit_, y_ + y * unit_}; }

  void step(char command, const float* v) {
    switch (command) {
      case 'M':
        finish(false);
        list_->PathLineTo(at(v[0], v[1]));
        break;
      case 'L': list_->PathLineTo(at(v[0], v[1])); break;
      case 'B':
        list_->PathBezierCubicCurveTo(at(v[0], v[1]), at(v[2], v[3]), at(v[4], v[5]));
        break;
      case 'Z': finish(true); break;
      case 'C':
        finish(false);
        list_->AddCircle(at(v[0], v[1]), v[2] * unit_, colour_, 0, width_);
        break;
      case 'D':
        finish(false);
        list_->AddCircleFilled(at(v[0], v[1]), v[2] * unit_, colour_);
        break;
      case 'A': {
        finish(false);
        const float turn = 3.14159265f / 180;
        list_->PathArcTo(at(v[0], v[1]), v[2] * unit_, v[3] * turn, v[4] * turn);
        finish(false);
        break;
      }
      case 'R': {
        finish(false);
        const ImVec2 a = at(v[0], v[1]);
        list_->AddRect(a, at(v[0] + v[2], v[1] + v[3]), colour_, v[4] * unit_, 0, width_);
        break;
      }
      default: break;
    }
  }

  // Strokes what is there, with round ends.
  void finish(bool closed) {
    if (list_->_Path.Size > 1) {
      const ImVec2 first = list_->_Path.front();
      const ImVec2 last = list_->_Path.back();
      list_->PathStroke(colour_, closed ? ImDrawFlags_Closed : 0, width_);  // clears the path
      if (!closed) {
        list_->AddCircleFilled(first, width_ / 2, colour_, 8);
        list_->AddCircleFilled(last, width_ / 2, colour_, 8);
      }
    }
    list_->PathClear();
  }

  ImDrawList* list_;
  float unit_;
  float x_;
  float y_;
  Colour colour_;
  float width_;
};

}  // namespace

void draw_icon(Icon icon, float x, float y, float size, Colour colour) {
  Pen(std::round(x), std::round(y), size, colour).draw(kDrawings[static_cast<int>(icon)]);
}

}  // namespace gezhi::ui
