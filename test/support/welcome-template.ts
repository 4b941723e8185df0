/** Of custom verification messages, from a domain `shop.test`. */
export const welcomeTemplate = {
  TemplateName: "welcome",
  FromEmailAddress: "hello@shop.test",
  TemplateSubject: "Welcome to the shop",
  TemplateContent: "<p>Welcome!</p>",
  SuccessRedirectionURL: "https://shop.example/welcome",
  FailureRedirectionURL: "https://shop.example/sorry",
};
