package dev.chalkstream.example.spring;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code application.properties} says of the users.
 *
 * @param sessionKey the key that session ids are made with, or {@code ""} for a new one
 * @param users the users by their names
 */
@ConfigurationProperties("studio")
record StudioProperties(
    @DefaultValue("") String sessionKey, @DefaultValue Map<String, Account> users) {

  /**
   * A user of the demonstration.
   *
   * @param password the password, behind the name of its encoding in braces
   * @param role the only role
   */
  record Account(String password, String role) {}
}
