using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Api.Tests;

/// <summary>A key and a folder for anchors, as a deployment would name them.</summary>
sealed class SealFiles : IDisposable
{
    readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("nscp-reviews-seals");

    internal SealFiles()
    {
        Pem = SealKey.NewPem();
        File.WriteAllText(Key, Pem);
        Directory.CreateDirectory(Anchors);
    }

    internal string Pem { get; }

    internal string Place => _place.FullName;

    internal string Key => Path.Combine(Place, "seal-key.pem");

    internal string Anchors => Path.Combine(Place, "anchors");

    internal string Fingerprint => PublicKey.Parse(Pem).Fingerprint;

    /// <summary>What a host is told that seals, anchors and verifies.</summary>
    internal string[] Settings => [$"--Reviews:SealKeyFile={Key}", $"--Reviews:AnchorFolder={Anchors}"];

    public void Dispose() => _place.Delete(recursive: true);

    /// <summary>Waits until what happens in the background has happened.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await holds()) return;
            await Task.Delay(50, ReviewsApp.Ct);
        }
        throw new InvalidOperationException("It does not hold within 30 s.");
    }
}
