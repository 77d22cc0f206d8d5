package dev.chalkstream.example.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Who is who, and who may go where. */
@Configuration(proxyBeanMethods = false)
class SecurityConfig {

  private static final String INGEST = ChalkstreamConfig.MOUNT + "/ingest/**";

  /**
   * Viewers are anonymous. Who publishes must be logged in, and {@link BroadcasterAuthorizer} says
   * where to. No foreign page can make a browser publish, for it does not know the session id in
   * the path; so uploads do without a token against forgery, which no encoder would send.
   */
  @Bean
  SecurityFilterChain filters(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    // Tomcat includes its error page where a client leaves in mid-answer.
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.INCLUDE)
                    .permitAll()
                    .requestMatchers(HttpMethod.OPTIONS, INGEST)
                    .permitAll()
                    .requestMatchers(INGEST)
                    .authenticated()
                    .requestMatchers(ChalkstreamConfig.MOUNT + "/**", "/channels/*")
                    .permitAll()
                    .requestMatchers("/studio")
                    .hasRole(BroadcasterAuthorizer.ROLE)
                    .anyRequest()
                    .denyAll())
        .csrf(csrf -> csrf.ignoringRequestMatchers(INGEST))
        .httpBasic(basic -> basic.authenticationEntryPoint(SecurityConfig::askForLogin))
        .build();
  }

  /**
   * Browsers do not let a page of another origin see a 401 without CORS headers. Chalkstream sends
   * them with its own answers, but this request does not get as far.
   */
  private static void askForLogin(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (request.getServletPath().equals(ChalkstreamConfig.MOUNT)) {
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Access-Control-Expose-Headers", "WWW-Authenticate");
    }
    response.setHeader("WWW-Authenticate", "Basic realm=\"studio\"");
    response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
  }

  @Bean
  UserDetailsService users(StudioProperties properties) {
    List<UserDetails> users =
        properties.users().entrySet().stream()
            .map(user -> user(user.getKey(), user.getValue()))
            .toList();
    return new InMemoryUserDetailsManager(users);
  }

  private static UserDetails user(String name, StudioProperties.Account account) {
    return User.withUsername(name).password(account.password()).roles(account.role()).build();
  }
}
