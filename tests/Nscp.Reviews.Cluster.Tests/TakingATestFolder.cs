namespace Nscp.Reviews.Cluster.Tests;

/// <summary>Test projects start and end at the same time, and each looks through the folders of all the others for abandoned ones.</summary>
public sealed class TakingATestFolder
{
    [Fact]
    public async Task Succeeds_while_others_take_theirs_and_give_them_back()
    {
        var paths = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Select(_ => TakeAndGiveBack()).ToList())));

        paths.SelectMany(path => path).ShouldBeUnique();
    }

    [Fact]
    public async Task Finds_a_lock_held_or_free_while_whoever_holds_it_removes_it()
    {
        var folder = Directory.CreateTempSubdirectory("nscp-reviews-lock-");
        var path = Path.Combine(folder.FullName, "a.lock");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++) TakeAndRemove(path);
        })));
        folder.Delete(recursive: true);
    }

    static void TakeAndRemove(string path)
    {
        using var held = FileLock.TryExclusive(path);
        if (held is not null) File.Delete(path);
    }

    static string TakeAndGiveBack()
    {
        using var folder = TestFolder.Take();
        File.Exists($"{folder.Path}.lock").ShouldBeTrue("otherwise another could take the folder for abandoned");
        return folder.Path;
    }
}
