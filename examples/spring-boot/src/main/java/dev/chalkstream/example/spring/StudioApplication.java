package dev.chalkstream.example.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application: channels of its users, each a live stream. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class StudioApplication {

  /** Made by Spring. */
  public StudioApplication() {}

  /**
   * Starts the application.
   *
   * @param args properties, such as {@code --server.port=8081}
   */
  public static void main(String[] args) {
    SpringApplication.run(StudioApplication.class, args);
  }
}
