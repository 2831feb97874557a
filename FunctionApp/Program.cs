System.Console.WriteLine("VoicePrep");
