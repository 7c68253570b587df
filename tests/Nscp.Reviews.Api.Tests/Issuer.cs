using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Nscp.Reviews.Api.Tests;

/// <summary>An OpenID Connect issuer: its metadata and its public keys on loopback, and the private ones to sign with.</summary>
sealed class Issuer : IAsyncDisposable
{
    static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };
    static readonly RsaSecurityKey Foreign = new(RSA.Create(2048)) { KeyId = "rsa" };

    readonly RsaSecurityKey _rsa = new(RSA.Create(2048)) { KeyId = "rsa" };
    readonly ECDsaSecurityKey _ec = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "ec" };
    readonly WebApplication _host;

    Issuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        _host.MapGet("/.well-known/openid-configuration", () => Results.Text(JsonSerializer.Serialize(new { issuer = Address, jwks_uri = $"{Address}/keys" }), "application/json"));
        _host.MapGet("/keys", () => Results.Text(JsonSerializer.Serialize(new { keys = new object[] { Public(_rsa), Public(_ec) } }), "application/json"));
    }

    internal string Address => _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    internal static async Task<Issuer> StartAsync()
    {
        var issuer = new Issuer();
        await issuer._host.StartAsync(ReviewsApp.Ct);
        return issuer;
    }

    internal Dictionary<string, object> Claims()
    {
        var claims = Token.Claims("development-manager");
        claims["iss"] = Address;
        return claims;
    }

    internal string Sign(Dictionary<string, object> claims, string algorithm = SecurityAlgorithms.RsaSha256) =>
        Handler.CreateToken(JsonSerializer.Serialize(claims), new SigningCredentials(algorithm.StartsWith('E') ? _ec : _rsa, algorithm));

    /// <summary>By a key that is not the issuer's, although it says that it is.</summary>
    internal static string Forge(Dictionary<string, object> claims) => Handler.CreateToken(JsonSerializer.Serialize(claims), new SigningCredentials(Foreign, SecurityAlgorithms.RsaSha256));

    /// <summary>What everybody may read of the issuer's key, taken for a secret.</summary>
    internal string SignWithPublicKey(Dictionary<string, object> claims) =>
        Handler.CreateToken(JsonSerializer.Serialize(claims), new SigningCredentials(new SymmetricSecurityKey(_rsa.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = "rsa" }, SecurityAlgorithms.HmacSha256));

    static object Public(RsaSecurityKey key)
    {
        var numbers = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", kid = key.KeyId, n = Base64UrlEncoder.Encode(numbers.Modulus!), e = Base64UrlEncoder.Encode(numbers.Exponent!) };
    }

    static object Public(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", use = "sig", kid = key.KeyId, crv = "P-256", x = Base64UrlEncoder.Encode(point.X!), y = Base64UrlEncoder.Encode(point.Y!) };
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
