using Microsoft.IdentityModel.Tokens;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The host that is told an authority: its keys are the authority's, and the development key opens nothing.</summary>
public class SigningInWithARealIssuer(IssuedApp app) : IClassFixture<IssuedApp>
{
    Issuer Issuer => app.Issuer;

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha512)]
    [InlineData(SecurityAlgorithms.EcdsaSha256)]
    public async Task Takes_a_token_that_the_issuer_signed(string algorithm) => (await With(Issuer.Sign(Issuer.Claims(), algorithm)).GetAsync("organisations")).Status.ShouldBe(200);

    [Fact]
    public async Task Records_under_the_name_that_the_token_gives()
    {
        var reply = await With(Issuer.Sign(Issuer.Claims())).PostAsync("cases", OpeningACase.Incident("25-1"), null);
        reply.Status.ShouldBe(201, reply.Text);
        reply.Body.GetProperty("recorded")[0].GetProperty("recorder").GetProperty("name").GetString().ShouldBe("A person (sample)");
    }

    [Theory]
    [InlineData("iss", "http://127.0.0.1:1/another-issuer")]
    [InlineData("iss", "nscp-reviews-development")]
    [InlineData("aud", "another-service")]
    [InlineData("sub", "two\nlines")]
    public async Task Is_refused_with_another_claim(string claim, string value)
    {
        var claims = Issuer.Claims();
        claims[claim] = value;
        await RefusedAsync(Issuer.Sign(claims));
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("role")]
    public async Task Is_refused_without_the_claim(string claim)
    {
        var claims = Issuer.Claims();
        claims.Remove(claim);
        await RefusedAsync(Issuer.Sign(claims));
    }

    [Fact]
    public async Task Is_refused_when_the_token_has_expired_or_is_not_valid_yet()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var (expired, early) = (Issuer.Claims(), Issuer.Claims());
        (expired["nbf"], expired["exp"]) = (now - 7200, now - 3600);
        early["nbf"] = now + 600;
        await RefusedAsync(Issuer.Sign(expired));
        await RefusedAsync(Issuer.Sign(early));
    }

    [Fact]
    public async Task Is_refused_with_a_key_that_is_not_the_issuers() => await RefusedAsync(Issuer.Forge(Issuer.Claims()));

    [Fact]
    public async Task Is_refused_with_the_issuers_public_key_taken_for_a_secret() => await RefusedAsync(Issuer.SignWithPublicKey(Issuer.Claims()));

    [Fact]
    public async Task Is_refused_unsigned()
    {
        var parts = Issuer.Sign(Issuer.Claims()).Split('.');
        await RefusedAsync($"{Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{parts[1]}.");
        await RefusedAsync($"{parts[0]}.{parts[1]}.");
        var another = Issuer.Claims();
        another["role"] = "administrator";
        await RefusedAsync($"{parts[0]}.{Issuer.Sign(another).Split('.')[1]}.{parts[2]}");
    }

    /// <summary>The key file lies beside the host, but an authority is configured.</summary>
    [Fact]
    public async Task Is_refused_with_a_development_token()
    {
        await RefusedAsync(Token.For(app.App.Key, "development-manager", "NSCP", "NSCP", null));
        await RefusedAsync(Token.Sign(app.App.Key, Issuer.Claims()));
    }

    async Task RefusedAsync(string token)
    {
        var reply = await With(token).GetAsync("organisations");
        (reply.Status, reply.Code).ShouldBe((401, "not-signed-in"), reply.Text);
    }

    Client With(string token) => new(app.Address, token);
}

public sealed class IssuedApp : IAsyncLifetime
{
    OtherHost _host = null!;

    internal ReviewsApp App { get; } = new();

    internal Issuer Issuer { get; private set; } = null!;

    internal Uri Address => _host.Address;

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        Issuer = await Issuer.StartAsync();
        _host = await App.SecondHostAsync(App.ApplicationConnectionString, $"--Authentication:Authority={Issuer.Address}");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Issuer.DisposeAsync();
        await App.DisposeAsync();
    }
}
