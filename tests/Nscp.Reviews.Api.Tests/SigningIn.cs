using Microsoft.IdentityModel.Tokens;

namespace Nscp.Reviews.Api.Tests;

public class SigningIn(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    static readonly string AnotherKey = Convert.ToBase64String(new byte[32]);

    [Fact]
    public async Task Takes_a_token_of_the_development_issuer() => (await With(Token.Sign(app.Key, Claims()))).Status.ShouldBe(200);

    [Fact]
    public async Task Is_refused_without_a_token_also_where_there_is_nothing()
    {
        (await app.Nobody.GetAsync("organisations")).Status.ShouldBe(401);
        (await app.Nobody.GetAsync("nothing-here")).Status.ShouldBe(401);
        var refused = await app.Nobody.PostAsync("organisations", new { });
        (refused.Status, refused.Raw.Headers.WwwAuthenticate.ToString()).ShouldBe((401, "Bearer"));
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("name")]
    [InlineData("role")]
    [InlineData("display_role")]
    [InlineData("organisation")]
    [InlineData("partnership")]
    [InlineData("exp")]
    [InlineData("iss")]
    [InlineData("aud")]
    public async Task Is_refused_without_the_claim(string claim)
    {
        var claims = Claims();
        claims.Remove(claim);
        (await With(Token.Sign(app.Key, claims))).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("iss", "somebody-else")]
    [InlineData("aud", "another-service")]
    [InlineData("organisation", "not a code")]
    [InlineData("partnership", "")]
    [InlineData("name", "two\nlines")]
    public async Task Is_refused_with_another_claim(string claim, string value)
    {
        var claims = Claims();
        claims[claim] = value;
        (await With(Token.Sign(app.Key, claims))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Is_refused_when_the_token_has_expired_or_is_not_valid_yet()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var (expired, early) = (Claims(), Claims());
        (expired["nbf"], expired["exp"]) = (now - 7200, now - 3600);
        early["nbf"] = now + 600;
        (await With(Token.Sign(app.Key, expired))).Status.ShouldBe(401);
        (await With(Token.Sign(app.Key, early))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Is_refused_with_another_key_another_algorithm_or_none()
    {
        (await With(Token.Sign(AnotherKey, Claims()))).Status.ShouldBe(401);
        var longKey = Convert.ToBase64String([.. Convert.FromBase64String(app.Key), .. Convert.FromBase64String(app.Key)]);
        (await With(Token.Sign(longKey, Claims(), SecurityAlgorithms.HmacSha512))).Status.ShouldBe(401);
        var parts = Token.Sign(app.Key, Claims()).Split('.');
        (await With($"{Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{parts[1]}.")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task With_a_role_that_the_table_does_not_know_opens_nothing()
    {
        var claims = Claims();
        claims["role"] = "chief-everything";
        (await With(Token.Sign(app.Key, claims))).Status.ShouldBe(403);
    }

    [Fact]
    public void Needs_a_real_issuer_outside_Development()
    {
        var refusal = Should.Throw<InvalidOperationException>(() => ReviewsHost.Build(
            ["--environment=Production", $"--ConnectionStrings:Reviews={app.ApplicationConnectionString}", "--Reviews:DevelopmentKeyFile=/dev/null"]));
        refusal.Message.ShouldContain("Authentication__Authority");
    }

    static Dictionary<string, object> Claims() => Token.Claims("development-manager");

    Task<Reply> With(string token) => new Client(app.Address, token).GetAsync("organisations");
}
