System.Console.WriteLine("voiceprep");
