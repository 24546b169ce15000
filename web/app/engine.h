#pragma once
namespace gezhi::app {
class Engine {
 public:
  void start();
  void forget();
};
Engine& engine();
}  // namespace gezhi::app
