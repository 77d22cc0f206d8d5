package dev.chalkstream.example.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for programs that cannot be told to choose one. */
final class Ports {

  private Ports() {}

  /** One that nobody listens on at the moment, on loopback. */
  static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
